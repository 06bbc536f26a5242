// Draws the charts: in the page's colours, at the page's width, and anew when either changes.
const { charts, locale, currency } = JSON.parse(document.getElementById('data').textContent)
const spellers = {
  $money: speller({ style: 'currency', currency, notation: 'compact', maximumFractionDigits: 1 }),
  $share: speller({ style: 'percent', maximumFractionDigits: 0 }),
  $count: speller({ maximumFractionDigits: 0 }),
  // What stands beside an item, and what it says when it is pointed at, is in the item.
  $label: ({ data }) => data.text ?? '',
  $tip: ({ data }) => escaped(data.tip ?? ''),
}

const drawn = Object.entries(charts).map(([id, option]) => {
  const place = document.getElementById(id)
  const chart = echarts.init(place, null, { renderer: 'svg' })
  new ResizeObserver(() => chart.resize()).observe(place)
  return { chart, option }
})

function draw() {
  const style = getComputedStyle(document.documentElement)
  for (const { chart, option } of drawn) chart.setOption(inColour(option, style), true)
}

/** A colour `@ink` is the page's own of that name, a formatter `$money` a way to write numbers. Texts stay what they are. */
function inColour(value, style, key = '') {
  if (Array.isArray(value)) return value.map((one) => inColour(one, style, key))
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inColour(one, style, name)]))
  if (key === 'formatter') return spellers[value] ?? value
  return /color$|fontFamily/i.test(key) ? style.getPropertyValue(value.replace('@', '--')).trim() || value : value
}

function speller(options) {
  const format = new Intl.NumberFormat(locale, options)
  return (value) => format.format(value)
}

function escaped(text) {
  const holder = document.createElement('span')
  holder.textContent = text
  return holder.innerHTML.replaceAll('\n', '<br>')
}

draw()
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw)
