import { share } from '../inputs.ts'

/**
 * How a quantile is read off sorted values. `type 7` interpolates linearly between the neighbours of position p(n−1) (Hyndman
 * and Fan 1996, definition 7: R, NumPy, Excel); `nearest rank` is the ⌈pn⌉-th value, so always one that occurred.
 *
 * @example
 * const forTickets: QuantileMethod = 'nearest rank'
 */
export type QuantileMethod = 'type 7' | 'nearest rank'

/** What {@link quantiles} found: `values` stand in the order of the shares asked for, null where there is no data. */
export interface Quantiles {
  readonly method: QuantileMethod
  /** The values that counted. */
  readonly n: number
  /** Those left out, being no finite number. */
  readonly excluded: number
  readonly values: readonly (number | null)[]
}

/**
 * Quantiles of values in any order, and by which method they were read.
 *
 * @param shares - Which ones: .5 is the median.
 * @throws CrmError `INVALID`: a share outside 0 to 1.
 *
 * @example
 * const minutes = [4, 9, 12, 31]
 * quantiles(minutes, [0.5, 0.9]) // { method: 'type 7', n: 4, excluded: 0, values: [10.5, 25.3] }
 * quantiles(minutes, [0.5, 0.9], 'nearest rank').values // [9, 31]
 */
export function quantiles(
  values: readonly number[],
  shares: readonly number[],
  method: QuantileMethod = 'type 7',
): Quantiles {
  for (const [index, p] of shares.entries()) share(`shares[${index}]`, p)
  const sorted = Float64Array.from(values.filter(Number.isFinite)).sort()
  const n = sorted.length
  const read = method === 'type 7' ? interpolated : nearestRank
  return { method, n, excluded: values.length - n, values: shares.map((p) => (n === 0 ? null : read(sorted, p))) }
}

function interpolated(sorted: Float64Array, p: number): number {
  const position = p * (sorted.length - 1)
  const below = Math.floor(position)
  const low = sorted[below] ?? 0
  const high = sorted[below + 1] ?? low
  return low + (position - below) * (high - low)
}

// p·n may come out a hair above a whole number: .07 × 100 is 7.000000000000001.
function nearestRank(sorted: Float64Array, p: number): number {
  const rank = Math.max(1, Math.ceil(p * sorted.length * (1 - 1e-12)))
  return sorted[rank - 1] ?? 0
}
