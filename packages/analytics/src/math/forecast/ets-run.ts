import type { EtsClass } from './ets-class.ts'

/**
 * The parameters of smoothing: β and γ weigh the error itself, as R prints them; φ is 1 without damping.
 *
 * @example
 * const weights: EtsWeights = { alpha: 0.35, beta: 0.03, gamma: 0.4, phi: 0.98 }
 */
export interface EtsWeights {
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
  readonly phi: number
}

/**
 * Where the smoothing stands between two values.
 *
 * @example
 * const before: EtsState = { level: 23, trend: 0.6, season: [8.5, -9, -1.2, 1.7] }
 */
export interface EtsState {
  readonly level: number
  /** What is added a period, or for a multiplicative trend the factor; without a trend 0. */
  readonly trend: number
  /** The seasons of the periods to come, the next one first; without seasons none. */
  readonly season: readonly number[]
}

/**
 * The recursion in its error form (Hyndman, Koehler, Ord and Snyder, Forecasting with Exponential Smoothing, 2008, table 2.1),
 * for every class: `value` says what came where a forecast was made. Filtering, forecasting and simulating differ only there.
 */
export function runEts(
  of: EtsClass,
  { alpha, beta, gamma, phi }: EtsWeights,
  start: EtsState,
  n: number,
  value: (forecast: number, step: number) => number,
): EtsState {
  const m = start.season.length
  const season = Float64Array.from(start.season)
  let { level, trend } = start
  for (let t = 0; t < n; t++) {
    const slot = m === 0 ? 0 : t % m
    const figure = m === 0 ? 0 : (season[slot] ?? 0)
    const growth = of.trend === 'M' ? trend ** phi : phi * trend
    const expected = of.trend === 'N' ? level : of.trend === 'M' ? level * growth : level + growth
    const times = of.season === 'M'
    const y = value(times ? expected * figure : expected + figure, t)
    const error = (times ? y / figure : y - figure) - expected
    if (of.trend === 'A') trend = growth + beta * error
    if (of.trend === 'M') trend = growth + (beta * error) / level
    level = expected + alpha * error
    if (m > 0) season[slot] = figure + gamma * ((times ? y / expected : y - expected) - figure)
  }
  return { level, trend, season: Array.from({ length: m }, (_, ahead) => season[(n + ahead) % m] ?? 0) }
}
