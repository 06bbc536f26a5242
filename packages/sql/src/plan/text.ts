/** The least text that is greater than every text with this prefix, by code point; undefined when there is none. */
export function successor(prefix: string): string | undefined {
  const points = [...prefix]
  for (let i = points.length - 1; i >= 0; i--) {
    const point = points[i]?.codePointAt(0) ?? 0
    if (point === 0x10ffff) continue
    const next = point === 0xd7ff ? 0xe000 : point + 1
    return points.slice(0, i).join('') + String.fromCodePoint(next)
  }
  return undefined
}
