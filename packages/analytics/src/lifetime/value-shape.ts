import * as z from 'zod'
import { buyingShape } from './btyd-shape.ts'
import { unitShape } from './shape.ts'

/** What is told of a fitted model of spend. */
export const spendingShape = () =>
  z.strictObject({
    status: z.enum(['ok', 'at-bound', 'no-mean', 'insufficient']),
    params: z.record(z.string(), z.number()).nullable(),
    se: z.record(z.string(), z.number()).nullable(),
    logLik: z.number().nullable(),
    /** Customers who came again and paid. */
    n: z.int(),
    /** Of how often they come with what they spend: the model takes these for independent. */
    correlation: z.number().nullable(),
    /** The mean of what they spend, a customer a vote. */
    mean: z.number().nullable(),
  })

export const modelShape = () =>
  z.strictObject({
    buying: buyingShape(),
    spending: spendingShape(),
    unit: unitShape(),
    horizon: z.int(),
    discount: z.number(),
    /** Of all customers together within the horizon, whoever was asked for; null where the status of either model is no forecast. */
    purchases: z.number().nullable(),
    value: z.int().nullable(),
  })

export type Spending = z.infer<ReturnType<typeof spendingShape>>
