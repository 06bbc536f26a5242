/** Groups whose single records nobody may tell: fewer than `least` of them are too few. */
export const tooFew = (n: number, least: number): boolean => n > 0 && n < least

/**
 * Which of several numbers of records must not be told where their sum is known: the small ones, and the next smallest with them,
 * until there are two at least, and `least` records behind them.
 */
export function hidden(numbers: readonly number[], least: number): ReadonlySet<number> {
  const places = numbers.map((n, i) => ({ n, i })).filter(({ n }) => n > 0)
  if (!places.some(({ n }) => tooFew(n, least))) return new Set()
  const found = new Set<number>()
  let sum = 0
  for (const { n, i } of places.toSorted((a, b) => a.n - b.n || a.i - b.i)) {
    if (!tooFew(n, least) && found.size >= 2 && sum >= least) break
    found.add(i)
    sum += n
  }
  return found
}
