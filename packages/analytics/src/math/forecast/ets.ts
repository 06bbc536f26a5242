import { invalid } from '@guanxi/core'
import { whole } from '../inputs.ts'
import { candidates, checkClass, type EtsClass, etsName, needsPositive } from './ets-class.ts'
import { fitEts, parametersOf } from './ets-fit.ts'
import { etsForecast } from './ets-forecast.ts'
import { type EtsState, type EtsWeights, runEts } from './ets-run.ts'
import { checkLength, checkPositive } from './input.ts'
import type { SeriesModel } from './types.ts'

/**
 * How exponential smoothing is to be fitted.
 *
 * @example
 * const options: EtsOptions = { period: 12, class: { error: 'M', trend: 'A', damped: true, season: 'M' } }
 */
export interface EtsOptions {
  /** Values a season; 1 for none. */
  readonly period: number
  /** Left out, it is chosen by AICc among those that suit the data. */
  readonly class?: EtsClass
  /** To compute with parameters and initial states from elsewhere instead of fitting. Needs `class`. */
  readonly given?: EtsGiven
  /** Of the simulated intervals (1). */
  readonly seed?: number
  /** How many paths they are simulated from (5000). */
  readonly paths?: number
}

/**
 * Parameters and initial states from elsewhere; what the class has not is left out.
 *
 * @example
 * const simple: EtsGiven = { weights: { alpha: 0.2 }, initial: { level: 112 } }
 */
export interface EtsGiven {
  readonly weights: Pick<EtsWeights, 'alpha'> & Partial<EtsWeights>
  readonly initial: Pick<EtsState, 'level'> & Partial<EtsState>
}

/**
 * A fitted {@link ets}.
 *
 * @example
 * const better = (a: EtsModel, b: EtsModel) => (a.aicc < b.aicc ? a : b)
 */
export interface EtsModel extends SeriesModel {
  readonly class: EtsClass
  readonly initial: EtsState
  /** After the last value. */
  readonly state: EtsState
  /** R's: without the constant of the normal density. */
  readonly logLik: number
  /** Infinity where the values are too few for the class. */
  readonly aicc: number
  /** The standard deviation of the errors: of the values, or, for multiplicative errors, relative to the forecast. */
  readonly sigma: number
}

/**
 * Exponential smoothing as a state space model (Hyndman, Koehler, Snyder and Grose, 2002), as R's `forecast::ets` defines it:
 * weights and initial states of the greatest likelihood, from several starts. Intervals are analytic for additive classes
 * (Hyndman et al., 2008, 6.1) and simulated from the seed for the others; a mean is the point recursion.
 *
 * @param y The values, oldest first; at least two seasons for a seasonal class.
 * @throws CrmError `INVALID`: under four values, or two seasons for a seasonal class; a value that is no number, or not positive
 * for a multiplicative class; a period below 1, or 1 for a seasonal class; given seasonal states that are not one a period. Of the
 * forecast: a horizon below 1, a level outside 0 to 1.
 *
 * @example
 * const sales = [30, 19, 25, 27, 32, 20, 27, 30, 35, 22, 29, 33, 37, 24, 31, 35]
 * const { mean, lower, upper } = ets(sales, { period: 4 }).forecast(4, [0.8, 0.95])
 */
export function ets(y: readonly number[], options: EtsOptions): EtsModel {
  const { period } = options
  whole('period', period, 1)
  checkLength(y, 4)
  if (options.class !== undefined) return fitClass(y, options.class, options)
  const seasonal = period > 1 && y.length >= 2 * period
  const models = candidates(
    seasonal,
    y.every((value) => value > 0),
  ).map((of) => fitClass(y, of, options))
  return models.reduce((best, model) => (model.aicc < best.aicc ? model : best))
}

function fitClass(y: readonly number[], of: EtsClass, options: EtsOptions): EtsModel {
  const { period, given, seed = 1, paths = 5000 } = options
  checkClass(of)
  if (needsPositive(of)) checkPositive(y)
  if (of.season !== 'N') {
    whole('period', period, 2)
    checkLength(y, 2 * period)
  }
  const { weights, initial, status } = given === undefined ? fitEts(of, y, period) : complete(given, of, period)
  const { state, sse, logs } = errorsOf(y, of, weights, initial)
  const n = y.length
  const k = parametersOf(of, period)
  const scale = of.error === 'M' ? 1 : y.reduce((sum, value) => sum + value * value, 0) / n
  const exact = sse <= 1e-20 * n * scale
  // Of an exact fit the likelihood has no bound; a finite one still compares.
  const logLik = (-n / 2) * Math.log(Math.max(sse, Number.MIN_VALUE)) - logs
  const spare = n - k - 2
  const sigma = exact ? 0 : Math.sqrt(sse / Math.max(1, n - k))
  return {
    name: etsName(of),
    class: of,
    params: paramsOf(of, weights),
    status: exact ? 'exact' : status,
    initial,
    state,
    logLik,
    aicc: spare > 0 ? -2 * logLik + 2 * (k + 1) + (2 * (k + 1) * (k + 2)) / spare : Infinity,
    sigma,
    forecast: (h, levels) => etsForecast({ of, weights, state, sigma, period, seed, paths }, h, levels),
  }
}

function complete({ weights, initial }: EtsGiven, of: EtsClass, period: number) {
  const season = of.season === 'N' ? [] : (initial.season ?? [])
  if (of.season !== 'N' && season.length !== period) {
    throw invalid('given.initial.season', `expected ${period} of them`, 'The next period comes first.')
  }
  return {
    weights: { beta: 0, gamma: 0, phi: 1, ...weights },
    initial: { trend: of.trend === 'M' ? 1 : 0, ...initial, season },
    status: 'ok' as const,
  }
}

function errorsOf(y: readonly number[], of: EtsClass, weights: EtsWeights, initial: EtsState) {
  let [sse, logs] = [0, 0]
  const state = runEts(of, weights, initial, y.length, (forecast, t) => {
    const value = y[t] ?? 0
    const error = of.error === 'M' ? (value - forecast) / forecast : value - forecast
    sse += error * error
    if (of.error === 'M') logs += Math.log(Math.abs(forecast))
    return value
  })
  return { state, sse, logs }
}

const paramsOf = (of: EtsClass, { alpha, beta, gamma, phi }: EtsWeights): Record<string, number> => ({
  alpha,
  ...(of.trend === 'N' ? {} : { beta }),
  ...(of.season === 'N' ? {} : { gamma }),
  ...(of.damped === true ? { phi } : {}),
})
