const known = new Map<number, string>()
/** So many are remembered. */
const most = 100_000

/**
 * A day by its number, of which the first of 1970 is 0: databases spell a number sooner than a date, and a few days come again and
 * again.
 *
 * @example
 * dayOf(20_454) // '2026-01-01'
 */
export function dayOf(number: number): string {
  const found = known.get(number)
  if (found !== undefined) return found
  const day = new Date(number * 86_400_000).toISOString().slice(0, 10)
  if (known.size < most) known.set(number, day)
  return day
}
