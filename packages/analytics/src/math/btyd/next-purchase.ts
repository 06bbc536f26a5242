import { invalid } from '@guanxi/core'
import { checked } from './collapse.ts'
import type { BtydParams, BtydPredictions } from './model.ts'
import type { BtydRow } from './summary.ts'

/**
 * When a customer comes again, in units of time from the end of observation.
 *
 * @example
 * const say = ({ range, level, pWithin }: NextPurchase) =>
 *   `${100 * level} %: in ${range[0]} to ${range[1]} weeks, if he has not stopped; within four with a chance of ${pWithin(4)}`
 */
export interface NextPurchase {
  /** Half of those who have not stopped come before. */
  readonly median: number
  /** The middle `level` of their times. */
  readonly range: readonly [number, number]
  readonly level: number
  readonly pAlive: number
  /** The probability that he buys within h, stopped or not: the one to decide by. */
  pWithin(h: number): number
}

/**
 * The next purchase: given that the customer has not stopped, the time to it is Lomax(r + x, α + T), by the rates that his history
 * leaves likely: Gamma(r + x, α + T) (Schmittlein, Morrison and Colombo 1987; of a mixture of exponentials: Lomax 1954).
 *
 * @throws CrmError `INVALID`: a level outside 0 to 1; a history as {@link fitBtyd} refuses it.
 *
 * @example
 * const model = btydModel({ model: 'bgnbd', params: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } })
 * const { median, range, pWithin } = nextPurchase(model, { x: 2, tx: 30.43, T: 38.86 }, { level: 0.8 })
 */
export function nextPurchase(
  model: BtydParams & BtydPredictions,
  row: BtydRow,
  { level = 0.5 }: { readonly level?: number } = {},
): NextPurchase {
  if (!(level > 0 && level < 1)) throw invalid('level', 'expected a share between 0 and 1')
  const { x, T } = checked(row)
  const { r = 0, alpha = 0 } = model.params
  const quantile = (p: number) => (alpha + T) * Math.expm1(-Math.log1p(-p) / (r + x))
  return {
    median: quantile(0.5),
    range: [quantile((1 - level) / 2), quantile((1 + level) / 2)],
    level,
    pAlive: model.pAlive(row),
    pWithin: (h) => 1 - model.pNone(row, h),
  }
}
