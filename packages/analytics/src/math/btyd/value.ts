import { invalid } from '@guanxi/core'
import { time } from '../likelihood/params.ts'
import type { SpendPredictions, SpendRow } from './gamma-gamma.ts'
import type { BtydPredictions } from './model.ts'
import type { BtydRow, BtydUnit } from './summary.ts'

/**
 * What a customer's future is worth, and how.
 *
 * @example
 * const options: ValueOptions = { horizon: 52, unit: 'week', discount: 0.1, margin: 0.3 }
 */
export interface ValueOptions {
  /** How many units ahead, a whole number. */
  readonly horizon: number
  /** That of the histories. Default `week`. */
  readonly unit?: BtydUnit
  /** A year: 0.1 is ten percent. Default 0. */
  readonly discount?: number
  /** What of the revenue is earned. Default 1: the value is revenue. */
  readonly margin?: number
}

/**
 * The customer lifetime value within a horizon: for each unit ahead the purchases expected in it, at the expected spend, discounted to
 * now. A year has 365 days, 52 weeks or 12 months here. (Fader, Hardie and Lee 2005, "RFM and CLV".)
 *
 * @throws CrmError `INVALID`: a horizon that is no whole number of units; a discount below 0; a margin that is no number; a
 * history that the models refuse.
 *
 * @example
 * const model = btydModel({ model: 'bgnbd', params: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } })
 * const spend = spendModel({ model: 'gammagamma', params: { p: 6.25, q: 3.74, v: 15.44 } })
 * const value = customerValue(model, spend, { x: 2, tx: 30.43, T: 38.86, spend: 22.35 }, { horizon: 52, discount: 0.1 }) // 36.7
 */
export function customerValue(
  model: BtydPredictions,
  spend: SpendPredictions,
  row: BtydRow & SpendRow,
  { horizon, unit = 'week', discount = 0, margin = 1 }: ValueOptions,
): number {
  if (!Number.isSafeInteger(time(horizon, 'horizon'))) throw invalid('horizon', 'expected a whole number of units')
  if (!(discount >= 0 && discount < Infinity)) throw invalid('discount', 'expected a yearly rate, 0.1 for ten percent')
  if (!Number.isFinite(margin)) throw invalid('margin', 'expected a part of the revenue')
  const factor = (1 + discount) ** (-1 / inYear[unit])
  let purchases = 0
  let before = 0
  for (let t = 1; t <= horizon; t++) {
    const until = model.predict(row, t)
    purchases += (until - before) * factor ** t
    before = until
  }
  return margin * spend.expected(row) * purchases
}

const inYear: Readonly<Record<BtydUnit, number>> = { day: 365, week: 52, month: 12 }
