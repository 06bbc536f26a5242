import { type BtydKind, type BtydUnit, customerValue, fitSpend, type SpendModel } from '../math/index.ts'
import { type FittedBuying, fitBuying } from './btyd.ts'
import type { Summary } from './summaries.ts'
import type { Spending } from './value-shape.ts'

export interface ModelAsked {
  readonly kind: BtydKind | 'auto'
  readonly unit: BtydUnit
  readonly horizon: number
  readonly discount: number
}

/** What of a customer is forecast. */
export interface Worth {
  readonly purchases: number
  /** What a purchase of his is expected to come to, in minor units. */
  readonly spend: number
  readonly value: number
}

export interface ValueModel {
  readonly buying: FittedBuying['told']
  readonly spending: Spending
  /** Null where there is no forecast. */
  worth(row: Summary): Worth | null
}

/** The models of buying and of spend, fitted to the same customers. */
export function valueModel(rows: readonly Summary[], asked: ModelAsked, margin: number): ValueModel {
  const { told: buying, model } = fitBuying(rows, asked.kind)
  const spend = fitSpend(paidOf(rows))
  const spending = toldOf(spend)
  if (model === undefined || spend.status === 'insufficient') return { buying, spending, worth: () => null }
  // Of equal histories the purchases are forecast once; discounted ones are what a spend of 1 is worth.
  const known = new Map<string, { readonly purchases: number; readonly discounted: number }>()
  const ofOne = { expected: () => 1 }
  const forecast = ({ x, tx, T, paid }: Summary) => {
    const key = `${x} ${tx} ${T}`
    let found = known.get(key)
    if (found === undefined) {
      const { horizon, unit, discount } = asked
      const discounted = customerValue(model, ofOne, { x, tx, T, spend: paid.spend }, { horizon, unit, discount })
      found = { purchases: model.predict({ x, tx, T }, horizon), discounted }
      known.set(key, found)
    }
    return found
  }
  const worth = (row: Summary) => {
    const { purchases, discounted } = forecast(row)
    const each = spend.expected(row.paid)
    return { purchases, spend: each, value: Math.round(margin * each * discounted) }
  }
  return { buying, spending, worth }
}

function* paidOf(rows: readonly Summary[]) {
  for (const { paid } of rows) yield paid
}

function toldOf(fit: SpendModel | Exclude<ReturnType<typeof fitSpend>, SpendModel>): ValueModel['spending'] {
  if (fit.status === 'insufficient')
    return { status: fit.status, params: null, se: null, logLik: null, n: fit.n, correlation: null, mean: null }
  const { status, params, se, logLik, n, correlation, mean } = fit
  return { status, params: { ...params }, se: se && { ...se }, logLik, n, correlation, mean }
}
