import { type Seasonality, seasonalFigures, strip } from './decompose.ts'
import type { EtsClass } from './ets-class.ts'
import { type EtsState, type EtsWeights, runEts } from './ets-run.ts'
import { leastSquares, unitOf } from './least-squares.ts'
import { line } from './linear.ts'

/** Beyond this many seasons their figures come from the decomposition: there are too few years to fit each of them. */
const MOST_SEASONS = 24

/** As in R ("usual" bounds): β below α, γ below 1 − α, and φ where damping is neither nothing nor everything. */
const LOW = { alpha: 1e-4, beta: 1e-4, gamma: 1e-4, phi: 0.8 }
const HIGH = { alpha: 0.9999, beta: 0.9999, gamma: 0.9999, phi: 0.98 }

const STARTS = [
  { alpha: 0.5, beta: 0.02, gamma: 0.05, phi: 0.97 },
  { alpha: 0.15, beta: 0.15, gamma: 0.4, phi: 0.9 },
  { alpha: 0.85, beta: 0.3, gamma: 0.3, phi: 0.95 },
]

/** What a class has to find: its weights, then its initial states. β and γ as shares of α and 1 − α, so that the box is one. */
function layout(of: EtsClass, period: number) {
  const weights = (['alpha', 'beta', 'gamma', 'phi'] as const).filter(
    (name) =>
      name === 'alpha' ||
      (name === 'beta' && of.trend !== 'N') ||
      (name === 'gamma' && of.season !== 'N') ||
      (name === 'phi' && of.damped === true),
  )
  return { weights, trend: of.trend !== 'N', seasons: of.season === 'N' ? 0 : period }
}

/** How many numbers a class takes from the data, σ left aside. */
export function parametersOf(of: EtsClass, period: number): number {
  const { weights, trend, seasons } = layout(of, period)
  return weights.length + 1 + (trend ? 1 : 0) + Math.max(0, seasons - 1)
}

/** The weights and initial states of the greatest likelihood, from several starts. */
export function fitEts(of: EtsClass, series: readonly number[], period: number) {
  // In units of their own, so that differences find cents and millions alike.
  const unit = unitOf(series)
  const y = series.map((value) => value / unit)
  const { weights: names, trend, seasons } = layout(of, period)
  const guess = initialGuess(of, y, period)
  const freeSeasons = seasons > MOST_SEASONS ? 0 : Math.max(0, seasons - 1)
  const states = [guess.level, ...(trend ? [guess.trend] : []), ...guess.season.slice(0, freeSeasons)]

  const unpack = (at: readonly number[]): { readonly weights: EtsWeights; readonly initial: EtsState } => {
    const weight = (name: 'alpha' | 'beta' | 'gamma' | 'phi', absent: number) => at[names.indexOf(name)] ?? absent
    const alpha = weight('alpha', 0)
    const rest = at.slice(names.length)
    const own = rest.slice(trend ? 2 : 1)
    const total = of.season === 'M' ? seasons : 0
    const season = freeSeasons === 0 ? guess.season : [...own, own.reduce((left, figure) => left - figure, total)]
    return {
      weights: {
        alpha,
        beta: weight('beta', 0) * alpha,
        gamma: weight('gamma', 0) * (1 - alpha),
        phi: weight('phi', 1),
      },
      initial: { level: rest[0] ?? 0, trend: trend ? (rest[1] ?? 0) : 0, season },
    }
  }
  const { at, status } = leastSquares(
    {
      count: y.length,
      lower: [...names.map((name) => LOW[name]), ...states.map(() => -Infinity)],
      upper: [...names.map((name) => HIGH[name]), ...states.map(() => Infinity)],
      residuals: (point, out) => {
        const { weights, initial } = unpack(point)
        scaledErrors(of, weights, initial, y, out)
      },
    },
    STARTS.map((start) => [...names.map((name) => start[name]), ...states]),
  )
  const { weights, initial } = unpack(at)
  return { weights, initial: inUnits(of, initial, unit), status }
}

/** States of a series that was divided by `unit`; what multiplies has none. */
function inUnits(of: EtsClass, { level, trend, season }: EtsState, unit: number): EtsState {
  return {
    level: level * unit,
    trend: of.trend === 'A' ? trend * unit : trend,
    season: of.season === 'A' ? season.map((figure) => figure * unit) : season,
  }
}

/**
 * Errors whose sum of squares falls as the likelihood rises. For multiplicative ones n ln Σε² + 2 Σ ln|ŷ| = n ln Σ(ε G)² with G
 * the geometric mean of the forecasts, so these too are least squares.
 */
function scaledErrors(
  of: EtsClass,
  weights: EtsWeights,
  initial: EtsState,
  y: readonly number[],
  out: Float64Array,
): void {
  let logs = 0
  const relative = of.error === 'M'
  runEts(of, weights, initial, y.length, (forecast, t) => {
    const value = y[t] ?? 0
    out[t] = relative ? (value - forecast) / forecast : value - forecast
    if (relative) logs += forecast > 0 ? Math.log(forecast) : Number.NaN
    return value
  })
  if (!relative) return
  const scale = Math.exp(logs / y.length)
  for (let t = 0; t < out.length; t++) out[t] = (out[t] ?? 0) * scale
}

/** The figures of a decomposition, and the line through the beginning of what they leave. */
function initialGuess(of: EtsClass, y: readonly number[], period: number): EtsState {
  const kind: Seasonality = of.season === 'M' ? 'multiplicative' : 'additive'
  const season = of.season === 'N' ? [] : seasonalFigures(y, period, kind)
  const head = y.slice(0, Math.max(10, 2 * period))
  const bare = season.length === 0 ? head : head.map((value, t) => strip(kind, value, season[t % period] ?? 0))
  const { intercept, slope } = line(bare)
  if (of.trend === 'N') return { level: bare.reduce((sum, value) => sum + value, 0) / bare.length, trend: 0, season }
  if (of.trend === 'A') return { level: intercept, trend: slope, season }
  const level = Math.max(intercept, (bare[0] ?? 1) / 2)
  return { level, trend: Math.max(0.5, 1 + slope / level), season }
}
