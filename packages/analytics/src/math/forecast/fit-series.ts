import { whole } from '../inputs.ts'
import { type Backtest, type BacktestOptions, backtest } from './backtest.ts'
import { checkSeries } from './input.ts'
import {
  type Conditions,
  type ForecastMethod,
  fallback,
  fitFallback,
  fitPlan,
  makePlan,
  type Plan,
  rollingOrigins,
} from './plan.ts'
import type { SeriesModel } from './types.ts'

/**
 * How a series is to be forecast.
 *
 * @example
 * const options: SeriesOptions = { period: 12, method: 'auto', seed: 7 }
 */
export interface SeriesOptions {
  /** Values a season: 12 for months, 4 for quarters, 7 for days with a weekly rhythm, 1 for none. */
  readonly period: number
  /** `combine` if left out; `auto` takes the least MASE over rolling origins. */
  readonly method?: ForecastMethod | 'auto'
  /** Of the simulated intervals (1). */
  readonly seed?: number
  /** How many paths they are simulated from (5000). */
  readonly paths?: number
}

/**
 * A series with a forecast, and with what such forecasts were worth before.
 *
 * @example
 * const shown = ({ method, name }: FittedSeries) => `${name} (${method})`
 */
export interface FittedSeries extends SeriesModel {
  /** Who answered; not always who was asked: `short` is then the status. */
  readonly method: ForecastMethod | 'linear'
  /**
   * The same method on the past, fitted anew from each origin. What `auto` chooses, and the class of exponential smoothing, is
   * decided at the first origin from what was known then.
   */
  backtest(options: BacktestOptions): Backtest
}

/**
 * The forecast of a series by one call. Under two full seasons the seasonal naive answers instead; under six values, or with
 * less than one season, a straight line.
 *
 * @param y One value for each period, oldest first, none missing: the running period, not yet full, is left out.
 * @returns Null under three values.
 * @throws CrmError `INVALID`: a value that is no number; a period below 1; fewer than 100 paths. Of the forecast: a horizon below
 * 1, a level outside 0 to 1; of the back-test: origins or a horizon below 1.
 *
 * @example
 * const sales = [10, 20, 30, 12, 22, 33, 14, 24, 36, 15, 27, 40]
 * const fitted = fitSeries(sales, { period: 3 })
 * const next = fitted?.forecast(3, [0.8, 0.95])
 * const { mase, coverage } = fitted?.backtest({ origins: 3, h: 3 }) ?? {}
 */
export function fitSeries(y: readonly number[], options: SeriesOptions): FittedSeries | null {
  const { period, method: wanted = 'combine', seed = 1, paths = 5000 } = options
  checkSeries(y)
  whole('period', period, 1)
  whole('paths', paths, 100)
  if (y.length < 3) return null
  const conditions: Conditions = { period, seed, paths }
  const fit = (seen: readonly number[], plan: Plan) => {
    const instead = fallback(seen.length, period)
    return instead === null ? fitPlan(seen, conditions, plan) : fitFallback(seen, period, instead)
  }
  const plan = makePlan(y, conditions, wanted)
  const instead = fallback(y.length, period)
  const model = fit(y, plan)
  return {
    ...model,
    method: instead ?? plan.method,
    status: instead === null || instead === wanted ? model.status : 'short',
    backtest: (past) => {
      const [first] = rollingOrigins(y.length, past.h, past.origins, 3)
      const before = makePlan(y.slice(0, first), conditions, wanted)
      return backtest(y, period, past, (seen) => fit(seen, before))
    },
  }
}
