import { accuracy, naiveScale } from './accuracy.ts'
import { combine } from './combine.ts'
import { ets } from './ets.ts'
import type { EtsClass } from './ets-class.ts'
import { holtWinters } from './holt-winters.ts'
import { linearTrend } from './linear.ts'
import { seasonalNaive } from './seasonal-naive.ts'
import { theta } from './theta.ts'
import type { SeriesModel } from './types.ts'

/**
 * The ways to forecast that {@link fitSeries} knows: seasonal naive, Holt-Winters, exponential smoothing, Theta, and the mean of
 * the last three.
 *
 * @example
 * const method: ForecastMethod = 'theta'
 */
export type ForecastMethod = 'snaive' | 'hw' | 'ets' | 'theta' | 'combine'

/** What is decided before fitting, so that a back-test decides it once, from nothing but the values before its first origin. */
export interface Plan {
  readonly method: ForecastMethod
  readonly class?: EtsClass
}

export interface Conditions {
  readonly period: number
  readonly seed: number
  readonly paths: number
}

/** Fewer values than this say nothing of a model's errors. */
const FEWEST = 6
/** How many origins a choice looks back to, over the later half of the series: neighbours would all tell of the same months. */
const ORIGINS = 8

/** Which one answers where the values are too few for the method that was asked for. */
export function fallback(n: number, period: number): 'linear' | 'snaive' | null {
  if (n >= Math.max(FEWEST, 2 * period)) return null
  return n >= FEWEST && n > period ? 'snaive' : 'linear'
}

export function makePlan(y: readonly number[], conditions: Conditions, wanted: ForecastMethod | 'auto'): Plan {
  const method = wanted === 'auto' ? bestMethod(y, conditions) : wanted
  if ((method !== 'ets' && method !== 'combine') || fallback(y.length, conditions.period) !== null) return { method }
  return { method, class: ets(y, conditions).class }
}

export function fitPlan(y: readonly number[], conditions: Conditions, plan: Plan): SeriesModel {
  const { period } = conditions
  const exponential = () => ets(y, { ...conditions, ...(plan.class === undefined ? {} : { class: plan.class }) })
  switch (plan.method) {
    case 'snaive':
      return seasonalNaive(y, { period })
    case 'hw':
      return bestHoltWinters(y, period)
    case 'ets':
      return exponential()
    case 'theta':
      return theta(y, { period })
    case 'combine':
      return combine([bestHoltWinters(y, period), exponential(), theta(y, { period })])
  }
}

/** For values under 3: nothing. See {@link fallback} for the others. */
export function fitFallback(y: readonly number[], period: number, which: 'linear' | 'snaive'): SeriesModel {
  return which === 'linear' ? linearTrend(y) : seasonalNaive(y, { period })
}

/** Multiplicative seasons where the values allow them and they leave less error. */
function bestHoltWinters(y: readonly number[], period: number): SeriesModel {
  const additive = holtWinters(y, { period })
  if (period === 1 || y.some((value) => value <= 0)) return additive
  const multiplicative = holtWinters(y, { period, seasonal: 'multiplicative' })
  return multiplicative.sse < additive.sse ? multiplicative : additive
}

/** The least mean MASE over rolling origins (Tashman, 2000); the mean of three where there is no room for origins. */
function bestMethod(y: readonly number[], conditions: Conditions): ForecastMethod {
  const { period } = conditions
  const room = y.length - Math.max(FEWEST, 2 * period)
  if (room < 1) return 'combine'
  const h = Math.min(period > 1 ? period : 4, Math.ceil(room / 2))
  const ends = spread(Math.max(y.length - room, Math.ceil(y.length / 2)), y.length - h)
  const first = y.slice(0, ends[0])
  const of = ets(first, conditions).class
  const errors: Record<ForecastMethod, number> = { combine: 0, snaive: 0, hw: 0, ets: 0, theta: 0 }
  for (const end of ends) {
    const seen = y.slice(0, end)
    const came = y.slice(end, end + h)
    const scale = naiveScale(seen, period) ?? 1
    const snaive = seasonalNaive(seen, { period })
    const [hw, smooth, lines] = [
      bestHoltWinters(seen, period),
      ets(seen, { ...conditions, class: of }),
      theta(seen, { period }),
    ]
    const models = { combine: combine([hw, smooth, lines]), snaive, hw, ets: smooth, theta: lines }
    for (const method of METHODS) {
      errors[method] += accuracy(came, models[method].forecast(h).mean, scale).mase ?? 0
    }
  }
  return METHODS.reduce((best, method) => (errors[method] < errors[best] ? method : best))
}

/** The mean first: it wins a tie. */
const METHODS = ['combine', 'snaive', 'hw', 'ets', 'theta'] as const

/** At most {@link ORIGINS} whole numbers between two, evenly. */
function spread(first: number, last: number): number[] {
  const n = Math.min(ORIGINS, last - first + 1)
  return Array.from({ length: n }, (_, i) => (n === 1 ? last : Math.round(first + (i * (last - first)) / (n - 1))))
}

/** Where series end that are each followed by h known values: the last `origins` of them, none shorter than `least`. */
export function rollingOrigins(n: number, h: number, origins: number, least: number): number[] {
  const last = n - h
  const first = Math.max(least, last - origins + 1)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
}
