import * as z from 'zod'
import { rateShape } from '../explained/figure.ts'

/** How well a method would have said it a horizon before. */
export const calibrationShape = () =>
  z.strictObject({
    /** The last day that was known to it. */
    cutoff: z.string(),
    /** Customers with a score then, and how many of them bought nothing in the horizon behind it. */
    stayedAway: rateShape(),
    /** The mean squared error; always to say the share of `stayedAway` gives share × (1 − share). */
    brier: z.number(),
    /** The chance that of two customers the one who stayed away had the higher score; null where all did the same. */
    auc: z.number().nullable(),
    bins: z.array(z.strictObject({ from: z.number(), to: z.number(), predicted: z.number(), observed: rateShape() })),
  })

/** What is told of a regression. */
export const logitShape = () =>
  z.strictObject({
    status: z.string(),
    n: z.int(),
    /** How many bought nothing in the horizon that it was fitted to. */
    events: z.int(),
    coefficients: z.array(z.strictObject({ name: z.string(), value: z.number(), se: z.number() })),
  })

export type LogitTold = z.infer<ReturnType<typeof logitShape>>
