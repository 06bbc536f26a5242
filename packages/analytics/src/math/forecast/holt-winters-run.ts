import { join, type Seasonality, strip } from './decompose.ts'
import type { HoltWintersState } from './holt-winters-start.ts'

/** The smoothing parameters of the level, the slope and the seasons. */
export type Weights = readonly [alpha: number, beta: number, gamma: number]

/** Holt-Winters over a series: where it ends, and its one-step errors. `season` is still that of the first value first. */
export function runHoltWinters(y: readonly number[], start: HoltWintersState, kind: Seasonality, weights: Weights) {
  const [alpha, beta, gamma] = weights
  const season = [...start.season]
  const errors = new Float64Array(y.length - start.from)
  let { level, trend } = start
  let sse = 0
  for (let t = start.from; t < y.length; t++) {
    const value = y[t] ?? 0
    const slot = t % season.length
    const figure = season[slot] ?? 0
    const expected = level + trend
    const error = value - join(kind, expected, figure)
    const before = level
    level = alpha * strip(kind, value, figure) + (1 - alpha) * expected
    trend = beta * (level - before) + (1 - beta) * trend
    season[slot] = gamma * strip(kind, value, level) + (1 - gamma) * figure
    errors[t - start.from] = error
    sse += error * error
  }
  return { level, trend, season, errors, sse }
}
