/** The probabilities of 0, 1, 2 … times a unit. */
interface Lattice {
  readonly unit: number
  readonly density: Float64Array
}

/** More steps than this cost more than a simulation. */
const MOST_STEPS = 2e7

/** The distribution of the sum, one chance after another; null where amounts are not whole, or their sums are too many. */
export function latticeOf(
  chances: readonly { readonly amount: number; readonly probability: number }[],
): Lattice | null {
  if (!chances.every(({ amount }) => Number.isSafeInteger(amount) && amount > 0)) return null
  const unit = chances.reduce((divisor, { amount }) => greatestDivisor(amount, divisor), 0) || 1
  const size = 1 + chances.reduce((sum, { amount }) => sum + amount / unit, 0)
  if (size * chances.length > MOST_STEPS) return null
  const density = new Float64Array(size)
  density[0] = 1
  let reached = 0
  for (const { amount, probability } of chances) {
    const by = amount / unit
    reached += by
    // From above, so that what is read is still without this chance.
    for (let sum = reached; sum >= 0; sum--) {
      const without = (density[sum] ?? 0) * (1 - probability)
      density[sum] = without + (sum >= by ? (density[sum - by] ?? 0) * probability : 0)
    }
  }
  return { unit, density }
}

/** The least sum that is not exceeded with probability p; a trillionth is left to rounding. */
export function latticeQuantile({ unit, density }: Lattice): (p: number) => number {
  return (p) => {
    let reached = 0
    const at = density.findIndex((share) => {
      reached += share
      return reached >= p - 1e-12
    })
    return unit * (at < 0 ? density.length - 1 : at)
  }
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b)
}
