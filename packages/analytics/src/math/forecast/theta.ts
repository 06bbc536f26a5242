import { whole } from '../inputs.ts'
import { join, type Seasonality, seasonalFigures, strip } from './decompose.ts'
import { fitEts } from './ets-fit.ts'
import { runEts } from './ets-run.ts'
import { checkLength, checkPositive } from './input.ts'
import { steps, symmetric } from './interval.ts'
import { line } from './linear.ts'
import type { SeriesModel } from './types.ts'

/**
 * How Theta treats the seasons.
 *
 * @example
 * const options: ThetaOptions = { period: 12, seasonal: 'multiplicative' }
 */
export interface ThetaOptions {
  /** Values a season; 1 for none. */
  readonly period: number
  /** Left out: multiplicative for positive values, else additive; and only if the seasons show at 90 %. */
  readonly seasonal?: Seasonality | 'none'
}

/**
 * The Theta method (Assimakopoulos and Nikolopoulos, 2000), winner of M3: seasons taken out by a classical decomposition, then
 * simple exponential smoothing with half of the line's slope as drift (Hyndman and Billah, 2003), which also gives the
 * intervals.
 *
 * @param y The values, oldest first: at least four; without two full seasons none are looked for.
 * @throws CrmError `INVALID`: under four values, or under two seasons where a kind of season is named; a value that is no number,
 * or not positive for multiplicative seasons; a period below 1. Of the forecast: a horizon below 1, a level outside 0 to 1.
 *
 * @example
 * const { mean } = theta([10, 20, 30, 12, 22, 33, 14, 24, 36, 15, 27, 40], { period: 3 }).forecast(3)
 */
export function theta(y: readonly number[], { period, seasonal }: ThetaOptions): SeriesModel {
  whole('period', period, 1)
  checkLength(y, 4)
  if (seasonal === 'multiplicative') checkPositive(y)
  if (seasonal === 'additive' || seasonal === 'multiplicative') checkLength(y, 2 * period)
  const wanted =
    seasonal ?? (showsSeason(y, period) ? (y.every((value) => value > 0) ? 'multiplicative' : 'additive') : 'none')
  const kind = wanted === 'none' ? 'additive' : wanted
  const figures = wanted === 'none' ? [0] : seasonalFigures(y, period, kind)
  const figure = (t: number) => figures[t % figures.length] ?? 0
  const bare = y.map((value, t) => strip(kind, value, figure(t)))

  const n = y.length
  const { slope } = line(bare)
  const { weights, initial, status } = fitEts(SIMPLE, bare, 1)
  const { alpha } = weights
  // What smoothing lags behind a line of that slope.
  const lag = (seen: number) => (slope / 2) * ((1 - (1 - alpha) ** seen) / alpha)
  let sse = 0
  const { level } = runEts(SIMPLE, weights, initial, n, (forecast, t) => {
    const value = bare[t] ?? 0
    sse += (value - forecast - lag(t)) ** 2
    return value
  })
  const exact = sse <= 1e-24 * bare.reduce((sum, value) => sum + value * value, 0)
  const sigma = exact ? 0 : Math.sqrt(sse / (n - 3))
  return {
    name: wanted === 'none' ? 'Theta' : `Theta ${wanted}`,
    params: { alpha, slope, sigma },
    status: exact ? 'exact' : status,
    forecast(h, levels) {
      const mean = steps(h, (step) => join(kind, level + lag(n) + (slope / 2) * (step - 1), figure(n + step - 1)))
      const deviation = steps(h, (step) => {
        const own = sigma * Math.sqrt(1 + (step - 1) * alpha ** 2)
        return kind === 'additive' ? own : own * figure(n + step - 1)
      })
      return symmetric(mean, deviation, levels)
    },
  }
}

const SIMPLE = { error: 'A', trend: 'N', season: 'N' } as const

/** Whether the autocorrelation at one season stands out at 90 %: the test of M3 and M4. */
function showsSeason(y: readonly number[], period: number): boolean {
  if (period === 1 || y.length < 2 * period) return false
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length
  const covariance = (lag: number) => {
    let sum = 0
    for (let t = lag; t < y.length; t++) sum += ((y[t] ?? 0) - mean) * ((y[t - lag] ?? 0) - mean)
    return sum
  }
  const variance = covariance(0)
  if (variance === 0) return false
  let squares = 0
  for (let lag = 1; lag < period; lag++) squares += (covariance(lag) / variance) ** 2
  return Math.abs(covariance(period) / variance) > 1.6449 * Math.sqrt((1 + 2 * squares) / y.length)
}
