import * as z from 'zod'

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
