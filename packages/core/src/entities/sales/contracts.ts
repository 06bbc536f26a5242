import * as z from 'zod'
import { query } from '../../operation/index.ts'

const input = () =>
  z.strictObject({
    /** The one currency of the orders, or the report currency, into which they were converted. */
    currency: z.enum(['own', 'report']).default('own'),
    /** How many products to name. */
    products: z.int().min(0).max(100).default(5),
  })

/** What somebody has bought, of the orders that the actor may read. Amounts in minor units. */
const output = () =>
  z.strictObject({
    count: z.int(),
    total: z.int(),
    /** What was given back of it, and what is left. */
    refunded: z.int(),
    net: z.int(),
    /** total / count, rounded half up; null without orders. */
    avg: z.int().nullable(),
    first: z.string().nullable(),
    last: z.string().nullable(),
    /** The currency of the amounts; null without orders. */
    currency: z.string().nullable(),
    /** The products bought most, by quantity. */
    products: z.array(z.strictObject({ productId: z.string(), name: z.string().nullable(), quantity: z.int() })),
  })

const errors = ['NOT_FOUND', 'MIXED_CURRENCY', 'RATE_MISSING']

/** Questions about what was bought. */
export const salesOperations = {
  companies: {
    purchases: query({
      target: 'record',
      summary: 'What a company has bought: how often, for how much, and which products most.',
      input,
      output,
      errors,
    }),
  },
  contacts: {
    purchases: query({
      target: 'record',
      summary: 'What was bought on orders that name a contact: how often, for how much, and which products most.',
      input,
      output,
      errors,
    }),
  },
}
