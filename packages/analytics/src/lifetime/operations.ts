import { query } from '@guanxi/core'
import * as z from 'zod'
import { explained } from '../explained/explained.ts'
import { customerShape, oneShape, unitShape, worthShape } from './shape.ts'

export const lifetimeOperations = {
  purchaseSummary: query({
    target: 'collection',
    summary: 'How often, how recently, for how long and for how much customers buy: the input of models of buying.',
    input: () =>
      z.strictObject({
        ...worthShape(),
        ...oneShape(),
        /** Of tx and T; a month is a twelfth of 365.25 days. */
        unit: unitShape().default('week'),
        /** Where the page before ended: its `next`. */
        after: customerShape().optional(),
        limit: z.int().min(1).max(10_000).default(1000),
      }),
    output: () =>
      explained(
        z.strictObject({
          unit: unitShape(),
          /** The last day that was observed. */
          end: z.string(),
          customers: z.array(
            z.strictObject({
              customer: customerShape(),
              /** Days with a purchase, without the first. */
              x: z.int(),
              tx: z.number(),
              T: z.number(),
              /** In minor units, the mean of the days that x counts. */
              spend: z.number().nullable(),
              /** Of these how many were worth nothing. */
              zeroDays: z.int(),
              first: z.string(),
              last: z.string(),
            }),
          ),
          /** `after` of the next page; null where this was the last. */
          next: customerShape().nullable(),
        }),
      ),
  }),
}
