// Runs in the page: what a reader would see is wrong with it. Plain JavaScript, for it is handed over as text.
;(() => {
  const wrong = []
  const root = document.documentElement
  if (root.scrollWidth > innerWidth) wrong.push(`scrolls sideways: ${root.scrollWidth} on ${innerWidth}`)

  const charts = [...document.querySelectorAll('.chart')]
  for (const chart of charts) {
    const marks = [...chart.querySelectorAll('svg path')].filter((mark) => {
      const { width, height } = mark.getBoundingClientRect()
      return width > 3 && height > 3 && mark.getAttribute('fill') !== 'none'
    })
    if (marks.length < 2) wrong.push(`${chart.id} has drawn ${marks.length} marks`)
    const frame = chart.getBoundingClientRect()
    const texts = [...chart.querySelectorAll('svg text')].map((text) => [
      text.textContent,
      text.getBoundingClientRect(),
    ])
    if (texts.length === 0) wrong.push(`${chart.id} has no texts`)
    texts.forEach(([text, box], i) => {
      if (box.height < 11) wrong.push(`${chart.id}: ${text} is tiny`)
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1)
        wrong.push(`${chart.id}: ${text} is cut off`)
      for (const [other, beside] of texts.slice(i + 1)) {
        const wide = Math.min(box.right, beside.right) - Math.max(box.left, beside.left)
        const high = Math.min(box.bottom, beside.bottom) - Math.max(box.top, beside.top)
        if (wide > 1 && high > 3) wrong.push(`${chart.id}: ${text} is on ${other}`)
      }
    })
  }
  if (charts.length === 0) wrong.push('there is no chart')

  const parts = (colour) => (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number)
  const light = (colour) => {
    const [r, g, b] = parts(colour).map((c) =>
      c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b)
    return (bright + 0.05) / (dark + 0.05)
  }
  const clear = 'rgba(0, 0, 0, 0)'
  const behind = (element) => {
    const { backgroundColor } = getComputedStyle(element)
    return backgroundColor === clear ? behind(element.parentElement) : backgroundColor
  }
  const telling = [...document.querySelectorAll('main *')].filter(
    (element) =>
      !element.closest('svg') && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()),
  )
  for (const element of telling) {
    const ratio = contrast(getComputedStyle(element).color, behind(element))
    if (ratio < 4.5) wrong.push(`${element.textContent}: contrast ${ratio.toFixed(1)}`)
  }
  for (const chart of charts) {
    const solid = [...chart.querySelectorAll('svg path')].flatMap((mark) => {
      const { fill, opacity, fillOpacity } = getComputedStyle(mark)
      const drawn = fill !== 'none' && fill !== clear && opacity === '1' && fillOpacity === '1'
      return drawn ? [{ fill, box: mark.getBoundingClientRect() }] : []
    })
    for (const text of chart.querySelectorAll('svg text')) {
      const { left, top, width, height } = text.getBoundingClientRect()
      const [x, y] = [left + width / 2, top + height / 2]
      const under = solid.findLast(({ box }) => box.left < x && x < box.right && box.top < y && y < box.bottom)
      const ratio = contrast(getComputedStyle(text).fill, under?.fill ?? behind(chart))
      if (ratio < 4.5) wrong.push(`${chart.id}: ${text.textContent}: contrast ${ratio.toFixed(1)}`)
    }
  }
  return wrong
})()
