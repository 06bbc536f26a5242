import { whole } from '../inputs.ts'
import { join, type Seasonality } from './decompose.ts'
import { fitWeights } from './holt-winters-fit.ts'
import { runHoltWinters } from './holt-winters-run.ts'
import { holtWintersStart } from './holt-winters-start.ts'
import { checkLength, checkPositive } from './input.ts'
import { steps, symmetric } from './interval.ts'
import type { SeriesModel } from './types.ts'

/**
 * How Holt-Winters is to be fitted. Smoothing parameters that are left out are found by least squares in [0, 1].
 *
 * @example
 * const options: HoltWintersOptions = { period: 12, seasonal: 'multiplicative' }
 */
export interface HoltWintersOptions {
  /** Values a season; 1 is Holt's linear method, without seasons. */
  readonly period: number
  /** Whether a season adds to the level or multiplies it; additive if left out. */
  readonly seasonal?: Seasonality
  /** Of the level. */
  readonly alpha?: number
  /** Of the slope: R's, a weight between the new slope and the old. */
  readonly beta?: number
  /** Of the seasons. */
  readonly gamma?: number
}

/**
 * A fitted {@link holtWinters}.
 *
 * @example
 * const nextSeason = (model: HoltWintersModel) => model.season
 */
export interface HoltWintersModel extends SeriesModel {
  /** After the last value. */
  readonly level: number
  readonly trend: number
  /** The seasons of the periods to come, the next one first. */
  readonly season: readonly number[]
  /** The sum of squared one-step errors. */
  readonly sse: number
  /** The standard deviation of those errors. */
  readonly sigma: number
}

/**
 * Holt-Winters as R's `HoltWinters` fits it (Winters, 1960; Holt, 1957): the start from a decomposition of the first two
 * seasons, the parameters by least squares. Multiplicative if the swings grow with the level; it needs positive values.
 * Intervals are R's too (`predict.HoltWinters`; Chatfield and Yar, 1991).
 *
 * @param y The values, oldest first: at least two seasons, or four values without any.
 * @throws CrmError `INVALID`: under two seasons, or four values without any; a value that is no number, or not positive for a
 * multiplicative model; a period below 1; a weight outside 0 to 1. Of the forecast: a horizon below 1, a level outside 0 to 1.
 *
 * @example
 * const sales = [10, 20, 30, 12, 22, 33, 14, 24, 36, 15, 27, 40]
 * const { mean, lower, upper } = holtWinters(sales, { period: 3, seasonal: 'multiplicative' }).forecast(3, [0.8, 0.95])
 */
export function holtWinters(y: readonly number[], options: HoltWintersOptions): HoltWintersModel {
  const { period } = options
  whole('period', period, 1)
  checkLength(y, period === 1 ? 4 : 2 * period)
  const kind = period === 1 ? 'additive' : (options.seasonal ?? 'additive')
  if (kind === 'multiplicative') checkPositive(y)
  const start = holtWintersStart(y, period, kind)
  const { weights, status } = fitWeights(y, start, kind, [
    options.alpha,
    options.beta,
    period === 1 ? 0 : options.gamma,
  ])
  const end = runHoltWinters(y, start, kind, weights)
  const exact = end.sse <= 1e-24 * y.reduce((sum, value) => sum + value * value, 0)
  const sigma = exact ? 0 : deviationOf(end.errors)
  const season = Array.from({ length: period }, (_, ahead) => end.season[(y.length + ahead) % period] ?? 0)
  const figure = (step: number) => season[(((step - 1) % period) + period) % period] ?? 0
  const [alpha, beta, gamma] = weights
  // What an error does to the forecast j steps on, before the seasons weigh it.
  const effect = (j: number) => (j === 0 ? 1 : alpha * (1 + j * beta) + (j % period === 0 ? gamma * (1 - alpha) : 0))
  const share = (step: number, j: number) => (kind === 'additive' ? 1 : figure(step) / figure(step - j))
  return {
    name: period === 1 ? 'Holt linear' : `Holt-Winters ${kind}`,
    params: period === 1 ? { alpha, beta } : { alpha, beta, gamma },
    status: exact ? 'exact' : status,
    sigma,
    level: end.level,
    trend: end.trend,
    season: period === 1 ? [] : season,
    sse: end.sse,
    forecast(h, levels) {
      const mean = steps(h, (step) => join(kind, end.level + step * end.trend, figure(step)))
      let sum = 0
      const deviation = steps(h, (step) => {
        if (kind === 'additive') sum += effect(step - 1) ** 2
        else {
          sum = 0
          for (let j = 0; j < step; j++) sum += (effect(j) * share(step, j)) ** 2
        }
        return sigma * Math.sqrt(sum)
      })
      return symmetric(mean, deviation, levels)
    },
  }
}

/** As R's `var`: about the mean, n − 1. */
function deviationOf(errors: Float64Array): number {
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
  return Math.sqrt(errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / Math.max(1, errors.length - 1))
}
