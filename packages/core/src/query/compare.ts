/**
 * Compares two values of one field: negative, 0 or positive. A missing value is the smallest; texts, days and instants
 * order by Unicode code point (JavaScript's `<` compares UTF-16 units and puts 😀 before ｱ), false is before true.
 *
 * @example
 * const sorted = ['b', null, 'a'].toSorted(compareValues) // [null, 'a', 'b']
 */
export function compareValues(a: unknown, b: unknown): number {
  const [noA, noB] = [a === null || a === undefined, b === null || b === undefined]
  if (noA || noB) return Number(noB) - Number(noA)
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b)
  return Number(a) - Number(b)
}

function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    if (a[i] === b[i]) continue
    // Where two units differ, a surrogate stands for a code point above all others.
    return rank(a.charCodeAt(i)) - rank(b.charCodeAt(i))
  }
  return a.length - b.length
}

const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)
