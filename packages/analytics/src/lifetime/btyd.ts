import { type BtydKind, type BtydModel, fitBtyd } from '../math/index.ts'
import type { Buying } from './btyd-shape.ts'
import type { Summary } from './summaries.ts'

export interface FittedBuying {
  readonly told: Buying
  /** None where there is too little, or where nobody can be seen to stop. */
  readonly model: BtydModel | undefined
}

/** Fits a model of buying and stopping, and says how that went. */
export function fitBuying(rows: readonly Summary[], kind: BtydKind | 'auto'): FittedBuying {
  const repeaters = rows.reduce((n, { x }) => n + (x > 0 ? 1 : 0), 0)
  const fit = fitBtyd(rows, { model: kind })
  if (fit.status === 'insufficient') {
    const nothing = { kind: null, params: null, se: null, logLik: null, dropout: null }
    return { told: { status: fit.status, ...nothing, n: fit.n, repeaters }, model: undefined }
  }
  const { status, model, params, se, logLik, n, dropout } = fit
  const told = { status, kind: model, params: { ...params }, se: se && { ...se }, logLik, n, repeaters, dropout }
  return { told, model: status === 'no-dropout-detectable' ? undefined : fit }
}
