import { movingAverage, type Seasonality, seasonalFigures } from './decompose.ts'
import { line } from './linear.ts'

/** What Holt-Winters begins with, before the value at `from` (counted from 0). */
export interface HoltWintersState {
  readonly from: number
  readonly level: number
  readonly trend: number
  /** The seasons, that of the first value first; without seasons, one that changes nothing. */
  readonly season: readonly number[]
}

/**
 * As R's `HoltWinters` begins: from a classical decomposition of the first two seasons, the line through its moving average and
 * its seasonal figures; without seasons, from the first two values.
 */
export function holtWintersStart(y: readonly number[], period: number, kind: Seasonality): HoltWintersState {
  const [first = 0, second = 0] = y
  if (period === 1) return { from: 2, level: second, trend: second - first, season: [kind === 'additive' ? 0 : 1] }
  const head = y.slice(0, 2 * period)
  const { intercept, slope } = line(movingAverage(head, period).trend)
  return { from: period, level: intercept, trend: slope, season: seasonalFigures(head, period, kind) }
}
