import { tQuantile } from '../special/index.ts'
import { checkLength } from './input.ts'
import { steps, symmetric } from './interval.ts'
import type { SeriesModel } from './types.ts'

/** The straight line through (1, y₁) … (n, yₙ) by least squares. */
export function line(y: readonly number[]): { readonly intercept: number; readonly slope: number } {
  const middle = (y.length + 1) / 2
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length
  let [xy, xx] = [0, 0]
  y.forEach((value, index) => {
    const x = index + 1 - middle
    xy += x * (value - mean)
    xx += x * x
  })
  const slope = xx === 0 ? 0 : xy / xx
  return { intercept: mean - slope * middle, slope }
}

/**
 * A straight line by least squares, with the intervals of a regression (Student's t, n − 2 degrees of freedom; Hyndman and
 * Athanasopoulos, Forecasting, 3rd ed., 7.6): what can be said of three to five values, honestly wide.
 *
 * @param y At least three values, oldest first.
 * @throws CrmError `INVALID`: under three values; a value that is no number. Of the forecast: a horizon below 1, a level outside 0
 * to 1.
 *
 * @example
 * const { mean, lower } = linearTrend([10, 12, 13, 16]).forecast(2)
 */
export function linearTrend(y: readonly number[]): SeriesModel {
  checkLength(y, 3)
  const n = y.length
  const { intercept, slope } = line(y)
  const sse = y.reduce((sum, value, index) => sum + (value - intercept - slope * (index + 1)) ** 2, 0)
  // What rounding leaves of a perfect line is no error.
  const exact = sse <= 1e-24 * y.reduce((sum, value) => sum + value * value, 0)
  const sigma = exact ? 0 : Math.sqrt(sse / (n - 2))
  const spread = (n * (n * n - 1)) / 12
  return {
    name: 'linear trend',
    params: { intercept, slope, sigma },
    status: exact ? 'exact' : 'ok',
    forecast(h, levels) {
      const mean = steps(h, (step) => intercept + slope * (n + step))
      const deviation = steps(h, (step) => sigma * Math.sqrt(1 + 1 / n + (step + (n - 1) / 2) ** 2 / spread))
      return symmetric(mean, deviation, levels, (p) => tQuantile(p, n - 2))
    },
  }
}
