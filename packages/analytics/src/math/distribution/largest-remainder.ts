import { invalid } from '@guanxi/core'

/**
 * Divides a whole amount by weights into whole parts that sum to it: each its quota rounded down, the units left over to the
 * largest remainders, the earlier first where they tie (Hamilton's method). Exact for the weights as given: nothing is rounded
 * on the way. A negative amount is divided as its opposite.
 *
 * @param total - A safe integer, such as cents.
 * @param weights - Not negative, not all zero; they need not sum to anything.
 * @throws CrmError `INVALID`: an amount that is no safe integer; weights that are negative, not finite or all zero.
 *
 * @example
 * largestRemainder(100, [1, 1, 1]) // [34, 33, 33]
 */
export function largestRemainder(total: number, weights: readonly number[]): number[] {
  if (!Number.isSafeInteger(total)) throw invalid('total', 'expected a safe integer', 'Use the smallest unit of money.')
  const exact = integers(weights)
  const sum = exact.reduce((a, b) => a + b, 0n)
  if (sum === 0n) {
    if (total === 0) return weights.map(() => 0)
    throw invalid('weights', 'expected one above zero')
  }
  const amount = BigInt(Math.abs(total))
  const parts = exact.map((weight, index) => ({
    index,
    part: (amount * weight) / sum,
    rest: (amount * weight) % sum,
  }))
  const left = Number(amount - parts.reduce((given, { part }) => given + part, 0n))
  const first = parts.toSorted((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))
  for (const one of first.slice(0, left)) one.part += 1n
  return parts.map(({ part }) => (total < 0 ? 0 - Number(part) : Number(part)))
}

/** Weights as integers of the same proportions: a double is a whole number times a power of two. */
function integers(weights: readonly number[]): bigint[] {
  const halvings = weights.map((weight, index) => {
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
      throw invalid(`weights[${index}]`, 'expected a finite number of at least 0', `It was ${weight}.`)
    }
    let places = 0
    for (let scaled = weight; !Number.isInteger(scaled); scaled *= 2) places += 1
    return places
  })
  const places = Math.max(0, ...halvings)
  return weights.map((weight, index) => {
    const own = halvings[index] ?? 0
    // In two steps: 2^1074 is beyond a double.
    const whole = weight * 2 ** Math.min(own, 1000) * 2 ** Math.max(own - 1000, 0)
    return BigInt(whole) << BigInt(places - own)
  })
}
