import { invalid } from '@guanxi/core'
import { ordered, time } from '../likelihood/params.ts'
import { bgnbd, mbgnbd } from './beta-geometric.ts'
import { checked } from './collapse.ts'
import { nbd } from './nbd.ts'
import { paretonbd } from './pareto.ts'
import type { Process } from './process.ts'
import type { BtydRow } from './summary.ts'

/**
 * A story of buying and stopping: `bgnbd`, `mbgnbd` (one may stop after the first purchase already), `paretonbd` (at any time); in
 * `nbd` nobody stops.
 *
 * @example
 * const kind: BtydKind = 'bgnbd'
 */
export type BtydKind = 'bgnbd' | 'mbgnbd' | 'paretonbd' | 'nbd'

export const processes: Readonly<Record<BtydKind, Process>> = { bgnbd, mbgnbd, paretonbd, nbd }

/**
 * A model and its parameters: r, alpha and a, b (`bgnbd`, `mbgnbd`) or s, beta (`paretonbd`). `alpha` and `beta` are times.
 *
 * @example
 * const published: BtydParams = { model: 'bgnbd', params: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } }
 */
export interface BtydParams {
  readonly model: BtydKind
  readonly params: Readonly<Record<string, number>>
}

/**
 * What a model says of customers. Times are in the unit of the histories it was fitted to.
 *
 * @example
 * const silent = (model: BtydPredictions, row: BtydRow) => model.pNone(row, 26) > 0.9
 */
export interface BtydPredictions {
  /** Repeat purchases that a new customer makes by time t after his first. */
  expected(t: number): number
  /** Purchases that this customer makes within t from the end of observation. */
  predict(row: BtydRow, t: number): number
  /**
   * The probability that he has not stopped, as this model tells the story. Models that forecast alike differ twofold here: no
   * probability of churn. For that ask {@link BtydPredictions.pNone}.
   */
  pAlive(row: BtydRow): number
  /** The probability that he buys nothing within t. */
  pNone(row: BtydRow, t: number): number
}

/**
 * A model with its predictions, out of what was fitted, kept as JSON, or published. It gives back what it was given for `JSON.stringify`.
 * The models are those of {@link fitBtyd}, with their sources there.
 *
 * @throws CrmError `INVALID`: a model that there is not; a parameter that is not positive. Of a prediction: a time below 0, a
 * history as {@link fitBtyd} refuses it.
 *
 * @example
 * const model = btydModel({ model: 'bgnbd', params: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } })
 * const purchases = model.predict({ x: 2, tx: 30.43, T: 38.86 }, 39) // 1.23 in 39 weeks
 */
export function btydModel<Fit extends BtydParams>(fit: Fit): Fit & BtydPredictions & { toJSON(): Fit } {
  if (!Object.hasOwn(processes, fit.model)) {
    throw invalid('model', `expected one of ${Object.keys(processes).join(', ')}`)
  }
  const process = processes[fit.model]
  const p = ordered(fit.params, process.names)
  return {
    ...fit,
    expected: (t) => process.expected(p, time(t)),
    predict: (row, t) => process.pAlive(p, checked(row)) * process.expectedAlive(p, row, time(t)),
    pAlive: (row) => process.pAlive(p, checked(row)),
    pNone: (row, t) => 1 - process.pAlive(p, checked(row)) * (1 - process.pNoneAlive(p, row, time(t))),
    toJSON: () => fit,
  }
}
