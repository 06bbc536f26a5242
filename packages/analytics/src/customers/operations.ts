import { query } from '@guanxi/core'
import * as z from 'zod'
import { explained } from '../explained/explained.ts'
import { rateShape } from '../explained/figure.ts'
import { moment, scopeShape, windowShape } from '../period/window.ts'
import { periodNames } from './calendar.ts'
import {
  acquisitionCostShape,
  cohortsShape,
  comparedShape,
  concentrationShape,
  oldCustomersShape,
  repurchaseShape,
  rfmShape,
} from './shapes.ts'

const share = () => z.number().min(0).max(1)
const bounds = () => z.array(z.number()).min(1).max(20)

export const customersOperations = {
  /** Of those who bought in a period: how many bought in the next one? */
  retention: query({
    target: 'collection',
    summary: 'Of the customers who bought in a period: how many bought in the next one, up to until.',
    input: () => z.strictObject({ ...windowShape(), until: moment(), ...scopeShape() }),
    output: () => explained(rateShape()),
  }),
  /** Of those who were active before a period: how many bought nothing in it? */
  churn: query({
    target: 'collection',
    summary: 'Of the customers who were active before a period: how many bought nothing in it.',
    input: () =>
      z.strictObject({
        ...windowShape(),
        /** Who bought from a moment on until the period begins, or within a duration before it. */
        active: z.union([z.strictObject({ from: moment() }), z.strictObject({ within: z.string().regex(/^P/) })]),
        ...scopeShape(),
      }),
    output: () => explained(rateShape()),
  }),
  /** Of those who bought in a period: how many came again within it, and after how many days? */
  repurchase: query({
    target: 'collection',
    summary:
      'Of the customers who bought in a period: how many bought on two days of it or more, and how many days lie between.',
    input: () =>
      z.strictObject({
        ...windowShape(),
        /** Of the days between purchase days. */
        quantiles: z.array(share()).max(20).default([0.25, 0.5, 0.75]),
        ...scopeShape(),
      }),
    output: () => explained(repurchaseShape()),
  }),
  /** How much of the revenue of a period came from customers who had bought before? */
  oldCustomers: query({
    target: 'collection',
    summary: 'The share of the revenue of a period that came from customers who had bought before it.',
    input: () => z.strictObject({ ...windowShape(), ...scopeShape() }),
    output: () => explained(oldCustomersShape()),
    errors: ['MIXED_CURRENCY'],
  }),
  /** What did it cost to win a new customer? */
  acquisitionCost: query({
    target: 'collection',
    summary: 'What was spent for each customer whose first purchase falls in a period.',
    input: () => {
      const { where, asOf } = scopeShape()
      const { currency } = z.strictObject(scopeShape()).required().shape
      const spend = z.strictObject({ amount: z.int().min(0), currency })
      return z.strictObject({ ...windowShape(), spend, where, asOf })
    },
    output: () => explained(acquisitionCostShape()),
  }),
  /** Of those who first bought in a month: how many bought in each month after it? */
  cohorts: query({
    target: 'collection',
    summary:
      'Customers by the period of their first purchase, and what they bought in the periods from then on, up to until.',
    input: () =>
      z.strictObject({
        ...windowShape(),
        /** The end of what is told of the cohorts; that of the window, unless told. */
        until: moment().optional(),
        period: periodNames.default('month'),
        measure: z.enum(['customers', 'orders', 'revenue']).default('customers'),
        ...scopeShape(),
      }),
    output: () => explained(cohortsShape()),
    errors: ['MIXED_CURRENCY'],
  }),
  /** Who bought lately, often, and for much? */
  rfm: query({
    target: 'collection',
    summary:
      'Customers by their last purchase day, their purchases and what those came to, each scored; the highest score is best.',
    input: () =>
      z.strictObject({
        /** Purchases from here on; all, unless told. */
        from: moment().optional(),
        scheme: z
          .discriminatedUnion('by', [
            z.strictObject({ by: z.literal('rank'), k: z.int().min(1).max(100).default(5) }),
            /** Days before asOf, falling; purchases, rising; minor units, rising. Three bounds make scores of 1 to 4. */
            z.strictObject({ by: z.literal('thresholds'), r: bounds(), f: bounds(), m: bounds() }),
          ])
          .default({ by: 'rank', k: 5 }),
        /** What is counted: days with a purchase, or orders. */
        frequency: z.enum(['days', 'orders']).default('days'),
        /** The `next` of the page before. */
        after: z.string().optional(),
        /** All rows, unless told; none tells the cells alone. */
        limit: z.int().min(0).max(100_000).optional(),
        ...scopeShape(),
      }),
    output: () => explained(rfmShape()),
    errors: ['MIXED_CURRENCY'],
  }),
  /** How much of the revenue do the largest customers, regions, products or owners bring? */
  concentration: query({
    target: 'collection',
    summary:
      'The largest customers, regions, products or owners of a period, their share of its revenue, and how few make most of it.',
    input: () =>
      z.strictObject({
        ...windowShape(),
        by: z.enum(['customer', 'region', 'product', 'owner']).default('customer'),
        top: z.int().min(1).max(1000).default(10),
        /** Which parts of all are told of: .2 are the first twenty of a hundred. */
        shares: z.array(share()).max(20).default([0.1, 0.2]),
        ...scopeShape(),
      }),
    output: () => explained(concentrationShape()),
    errors: ['MIXED_CURRENCY'],
  }),
  /** Do customers of one region or owner come back more often than those of another, or is it chance? */
  compareGroups: query({
    target: 'collection',
    summary: 'Whether customers of different regions or owners buy again at different rates.',
    input: () =>
      z
        .strictObject({
          ...windowShape(),
          rate: z.enum(['repurchase', 'retention']).default('repurchase'),
          /** For retention: the end of the next period. */
          until: moment().optional(),
          by: z.enum(['region', 'owner']).default('region'),
          /** These alone, the first against the others; all, unless told. */
          groups: z.array(z.string()).min(2).max(20).optional(),
          level: z.number().min(0.5).max(0.999).default(0.95),
          ...scopeShape(),
        })
        .refine(({ rate, until }) => (rate === 'retention') === (until !== undefined), {
          path: ['until'],
          message: 'goes with retention, and with nothing else',
        }),
    output: () => explained(comparedShape()),
  }),
}
