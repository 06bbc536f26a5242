import { betweenZeroAndOne } from '../inputs.ts'
import { tCdf, tQuantile } from '../special/index.ts'
import { type Comparison, judged } from './comparison.ts'

/**
 * A sample in three numbers.
 *
 * @example
 * const deals: Moments = { n: 120, mean: 52.3, variance: 410.2 }
 */
export interface Moments {
  readonly n: number
  readonly mean: number
  /** With n − 1; 0 for fewer than two. */
  readonly variance: number
}

/**
 * The count, mean and variance of values, in one pass (Welford 1962). What is no finite number is left out.
 *
 * @example
 * moments([2, 4, 9]) // { n: 3, mean: 5, variance: 13 }
 */
export function moments(values: Iterable<number>): Moments {
  let n = 0
  let mean = 0
  let squares = 0
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    n += 1
    const off = value - mean
    mean += off / n
    squares += off * (value - mean)
  }
  return { n, mean, variance: n < 2 ? 0 : squares / (n - 1) }
}

/**
 * Two means by Welch's t test (Welch 1947), which lets the variances differ, and the interval of their difference.
 *
 * @param a - What is judged; `b` is what it is compared with.
 * @param level - The confidence, .95 unless told.
 * @throws CrmError `INVALID`: a level outside 0 to 1.
 *
 * @example
 * const { difference, ci, p } = compareMeans(moments([51, 63, 48]), moments([60, 71, 66]))
 */
export function compareMeans(a: Moments, b: Moments, level = 0.95): Comparison {
  betweenZeroAndOne('level', level)
  const [ofA, ofB] = [a.variance / a.n, b.variance / b.n]
  const head = {
    method: "Welch's t",
    n: [a.n, b.n],
    values: [a.n > 0 ? a.mean : null, b.n > 0 ? b.mean : null],
    points: null,
    level,
  } as const
  if (a.n < 2 || b.n < 2 || ofA + ofB === 0) return judged({ ...head, ci: null, statistic: null, df: null, p: null })
  const error = Math.sqrt(ofA + ofB)
  const df = (ofA + ofB) ** 2 / (ofA ** 2 / (a.n - 1) + ofB ** 2 / (b.n - 1))
  const statistic = (a.mean - b.mean) / error
  const half = tQuantile((1 + level) / 2, df) * error
  return judged({
    ...head,
    ci: [a.mean - b.mean - half, a.mean - b.mean + half],
    statistic,
    df,
    p: 2 * tCdf(-Math.abs(statistic), df),
  })
}
