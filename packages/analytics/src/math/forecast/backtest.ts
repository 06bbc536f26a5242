import { whole } from '../inputs.ts'
import { accuracy, naiveScale } from './accuracy.ts'
import { rollingOrigins } from './plan.ts'
import type { SeriesModel } from './types.ts'

/**
 * How far back a back-test goes.
 *
 * @example
 * const lastYear: BacktestOptions = { origins: 1, h: 12 }
 */
export interface BacktestOptions {
  /** How many times the past is cut off, one period later each time. */
  readonly origins: number
  /** How many periods are forecast from each. */
  readonly h: number
  /** The coverage that intervals claim; 0.95 if left out. */
  readonly level?: number
}

/**
 * What forecasts of the past were worth. Null where there was nothing to measure.
 *
 * @example
 * const trusted = ({ mase }: Backtest) => mase !== null && mase < 1
 */
export interface Backtest {
  /** In units of the seasonal naive error before each origin: below 1 is better than that. */
  readonly mase: number | null
  /** In percent. */
  readonly smape: number | null
  /** The share of values within their intervals; compare it with `level`. */
  readonly coverage: number | null
  readonly level: number
  /** How many origins there was room for. */
  readonly origins: number
  /** How many values were forecast. */
  readonly n: number
}

/** Each origin's forecast beside what came. */
export function backtest(
  y: readonly number[],
  period: number,
  { origins, h, level = 0.95 }: BacktestOptions,
  fit: (seen: readonly number[]) => SeriesModel,
): Backtest {
  whole('origins', origins, 1)
  whole('h', h, 1)
  const ends = rollingOrigins(y.length, h, origins, 3)
  let covered = 0
  const measured = ends.map((end) => {
    const [seen, came] = [y.slice(0, end), y.slice(end, end + h)]
    const { mean, lower, upper } = fit(seen).forecast(h, [level])
    covered += came.filter((value, i) => value >= (lower[0]?.[i] ?? 0) && value <= (upper[0]?.[i] ?? 0)).length
    return accuracy(came, mean, naiveScale(seen, period))
  })
  const n = measured.length * h
  return {
    mase: average(measured.map(({ mase }) => mase)),
    smape: average(measured.map(({ smape }) => smape)),
    coverage: n === 0 ? null : covered / n,
    level,
    origins: measured.length,
    n,
  }
}

function average(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  if (known.length === 0 || known.length < values.length) return null
  return known.reduce((sum, value) => sum + value, 0) / known.length
}
