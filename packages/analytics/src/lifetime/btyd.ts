import * as z from 'zod'
import { type BtydKind, type BtydModel, fitBtyd } from '../math/index.ts'
import type { Summary } from './summaries.ts'

/** Which model is asked for. */
export const kindShape = () => z.enum(['bgnbd', 'mbgnbd', 'paretonbd', 'auto'])

/** What is told of a fitted model of buying. Its parameters are null where there was too little to fit it to. */
export const buyingShape = () =>
  z.strictObject({
    status: z.enum(['ok', 'at-bound', 'no-dropout-detectable', 'insufficient']),
    kind: z.enum(['bgnbd', 'mbgnbd', 'paretonbd', 'nbd']).nullable(),
    /** `alpha` and `beta` are times, in the unit. */
    params: z.record(z.string(), z.number()).nullable(),
    se: z.record(z.string(), z.number()).nullable(),
    logLik: z.number().nullable(),
    /** Customers, and how many of them came again. */
    n: z.int(),
    repeaters: z.int(),
    /** Its test against customers who never stop. */
    dropout: z.strictObject({ statistic: z.number(), p: z.number() }).nullable(),
  })

export type Buying = z.infer<ReturnType<typeof buyingShape>>

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
