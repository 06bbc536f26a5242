import { invalid } from '@guanxi/core'
import { type Maximum, maximum } from '../likelihood/maximum.ts'
import { named } from '../likelihood/params.ts'
import { chiSquareP } from '../special/index.ts'
import { type Collapsed, collapse, thinned } from './collapse.ts'
import { type BtydKind, type BtydParams, type BtydPredictions, btydModel, processes } from './model.ts'
import type { BtydRow } from './summary.ts'

/**
 * A fitted model as data, fit for JSON; {@link btydModel} brings it back to life.
 *
 * @example
 * const isSure = ({ status, se }: BtydFit) => status === 'ok' && se !== null
 */
export interface BtydFit extends BtydParams {
  /**
   * `at-bound`: nothing in the data held a parameter, which went to its bound or towards it; forecasts hold, the parameter
   * says nothing.
   * `no-dropout-detectable`: the data are told as well by customers who never stop, and `model` is `nbd`.
   */
  readonly status: 'ok' | 'at-bound' | 'no-dropout-detectable'
  /** Standard errors, by the curvature of the likelihood; null where a parameter is not held. */
  readonly se: Readonly<Record<string, number>> | null
  readonly logLik: number
  /** Customers. */
  readonly n: number
  /** The test of the model asked for against `nbd`, chi-square with two degrees of freedom; null where `nbd` was asked for. */
  readonly dropout: { readonly statistic: number; readonly p: number } | null
}

/**
 * A fitted model, with its predictions.
 *
 * @example
 * const next30 = (model: BtydModel, rows: readonly BtydRow[]) => rows.map((row) => model.predict(row, 30))
 */
export interface BtydModel extends BtydFit, BtydPredictions {
  toJSON(): BtydFit
}

/**
 * There is too little to tell one customer from another: fewer than ten came again.
 *
 * @example
 * const sayWhy = ({ n, repeaters }: BtydInsufficient) => `${repeaters} of ${n} customers came again`
 */
export interface BtydInsufficient {
  readonly status: 'insufficient'
  readonly n: number
  readonly repeaters: number
}

/**
 * What is to be fitted. `auto` takes the most likely of `bgnbd`, `mbgnbd` and `paretonbd`.
 *
 * @example
 * const options: BtydOptions = { model: 'paretonbd' }
 */
export interface BtydOptions {
  /** Default `bgnbd`. */
  readonly model?: BtydKind | 'auto'
}

/**
 * Fits a model of buying and stopping to histories, by maximum likelihood within bounds and from several starts. Equal histories
 * are counted, not repeated: the time depends on how many differ. (BG/NBD: Fader, Hardie and Lee 2005; MBG/NBD: Batislam, Denizel and
 * Filiztekin 2007; Pareto/NBD: Schmittlein, Morrison and Colombo 1987; NBD: Ehrenberg 1959.)
 *
 * @throws CrmError `INVALID`: a model that there is not; a count that is no whole number; a time of the last purchase that does
 * not lie between 0 and T, or that is 0 with repeat purchases.
 *
 * @example
 * const rows: BtydRow[] = [{ x: 2, tx: 30.43, T: 38.86 }, { x: 0, tx: 0, T: 38.86 }] // and some hundred more
 * const model = fitBtyd(rows, { model: 'bgnbd' })
 * if (model.status !== 'insufficient') console.log(rows.map((row) => model.predict(row, 4)), JSON.stringify(model))
 */
export function fitBtyd(rows: Iterable<BtydRow>, { model = 'bgnbd' }: BtydOptions = {}): BtydModel | BtydInsufficient {
  if (model !== 'auto' && !Object.hasOwn(processes, model)) {
    throw invalid('model', `expected auto or one of ${Object.keys(processes).join(', ')}`)
  }
  const data = collapse(rows)
  if (data.repeaters < 10) return { status: 'insufficient', n: data.n, repeaters: data.repeaters }
  const plain = best('nbd', data)
  if (model === 'nbd') return fitted('nbd', plain, data, null)
  const kinds = model === 'auto' ? (['bgnbd', 'mbgnbd', 'paretonbd'] as const) : [model]
  const [kind, found] = kinds
    .map((kind) => [kind, best(kind, data)] as const)
    .reduce((most, one) => (one[1].logLik > most[1].logLik ? one : most))
  // A model whose dropout is shut off is the plain one: less likely than that means that the search ended before.
  const statistic = Math.max(0, 2 * (found.logLik - plain.logLik))
  const dropout = { statistic, p: chiSquareP(statistic, 2) }
  return dropout.p < 0.05 ? fitted(kind, found, data, dropout) : fitted('nbd', plain, data, dropout)
}

function best(kind: BtydKind, data: Collapsed): Maximum {
  const { logLik, bounds, starts } = processes[kind]
  const over = (some: Collapsed) => ({ n: some.n, logLik: (p: readonly number[]) => logLik(some, p) })
  const all = over(data)
  const few = thinned(data, 2000)
  return maximum(all, bounds(data.span), starts(data), few === data ? all : over(few))
}

function fitted(model: BtydKind, { p, logLik, se }: Maximum, { n }: Collapsed, dropout: BtydFit['dropout']): BtydModel {
  const { names } = processes[model]
  const noDropout = dropout !== null && model === 'nbd'
  return btydModel<BtydFit>({
    model,
    params: named(names, p),
    se: se && named(names, se),
    logLik,
    n,
    status: noDropout ? 'no-dropout-detectable' : se === null ? 'at-bound' : 'ok',
    dropout,
  })
}
