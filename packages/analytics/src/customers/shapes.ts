import * as z from 'zod'
import { rateShape } from '../explained/figure.ts'
import { periodNames } from './calendar.ts'

const currency = () => z.string().nullable()
const interval = () => z.tuple([z.number(), z.number()]).nullable()
const customer = () => z.strictObject({ kind: z.enum(['company', 'contact']), id: z.string() })

export const repurchaseShape = () =>
  z.strictObject({
    ...rateShape().shape,
    /** The days between purchase days that follow each other. */
    gaps: z.strictObject({
      method: z.literal(['type 7', 'nearest rank']),
      n: z.int(),
      days: z.array(z.strictObject({ p: z.number(), value: z.number().nullable() })),
    }),
  })

export const oldCustomersShape = () =>
  z.strictObject({
    /** num / den; null of nothing. */
    value: z.number().nullable(),
    /** Customers with a purchase in the period. */
    n: z.int(),
    /** Net revenue from old customers, in minor units. */
    num: z.int(),
    /** Net revenue from all customers, in minor units. */
    den: z.int(),
    currency: currency(),
    /** How many of the customers are old. */
    customers: rateShape(),
  })

export const acquisitionCostShape = () =>
  z.strictObject({
    /** num / den in minor units, rounded half up; null where nobody was won. */
    value: z.int().nullable(),
    n: z.int(),
    /** What was spent. */
    num: z.int(),
    /** Customers won. */
    den: z.int(),
    currency: z.string(),
  })

export const cohortsShape = () =>
  z.strictObject({
    period: periodNames,
    measure: z.enum(['customers', 'orders', 'revenue']),
    /** Of revenue. */
    currency: currency(),
    /** Where the first cohort begins. */
    from: z.string(),
    until: z.string(),
    cohorts: z.array(
      z.strictObject({
        /** The first day of the period of the first purchase. */
        cohort: z.string(),
        /** Its customers. */
        size: z.int(),
        /** The period is not over, or is cut short by until. */
        partial: z.boolean(),
        cells: z.array(
          z.strictObject({
            k: z.int(),
            /** The first day of period c + k. */
            period: z.string(),
            /** Null where the period has not begun. */
            value: z.int().nullable(),
            /** value / size. */
            rate: z.number().nullable(),
            /** Of a share of customers. */
            interval: interval(),
            partial: z.boolean(),
          }),
        ),
      }),
    ),
  })

export const rfmShape = () =>
  z.strictObject({
    /** Customers in all. */
    n: z.int(),
    currency: currency(),
    rows: z.array(
      z.strictObject({
        customer: customer(),
        lastDay: z.string(),
        frequency: z.int(),
        /** In minor units, net of refunds. */
        monetary: z.int(),
        r: z.int(),
        f: z.int(),
        m: z.int(),
      }),
    ),
    /** The `after` of the next page; null at the end. */
    next: z.string().nullable(),
    /** How many customers have the same scores. */
    cells: z.array(z.strictObject({ r: z.int(), f: z.int(), m: z.int(), customers: z.int() })),
  })

export const concentrationShape = () =>
  z.strictObject({
    /** `empty`: nobody. `no total`: nothing to share. `negative`: some owe, so shares mean nothing. */
    status: z.enum(['ok', 'empty', 'no total', 'negative']),
    /** How many have a part. */
    n: z.int(),
    /** In minor units. */
    total: z.int(),
    currency: currency(),
    top: z.array(
      z.strictObject({
        key: z.string(),
        customer: customer().nullable(),
        value: z.int(),
        share: z.number().nullable(),
      }),
    ),
    /** Of all in `top`. */
    share: z.number().nullable(),
    /** The rest of what the actor may read; null where there is none. */
    other: z.strictObject({ n: z.int(), value: z.int(), share: z.number().nullable() }).nullable(),
    /** The fewest that have 80 % of the total. */
    n80: z.int().nullable(),
    gini: z.number().nullable(),
    shares: z.array(z.strictObject({ p: z.number(), holders: z.int(), share: z.number() })),
  })

const verdict = () => z.enum(['difference', 'no evidence', 'insufficient'])

export const comparedShape = () =>
  z.strictObject({
    rate: z.enum(['repurchase', 'retention']),
    groups: z.array(z.strictObject({ key: z.string(), ...rateShape().shape })),
    /** Whether any of them differs. */
    test: z.strictObject({
      method: z.literal('chi-squared'),
      statistic: z.number().nullable(),
      df: z.int(),
      p: z.number().nullable(),
      level: z.number(),
      verdict: verdict(),
    }),
    /** Each against each. */
    pairs: z.array(
      z.strictObject({
        a: z.string(),
        b: z.string(),
        /** a − b, as a share: .5 against .4 is .1. */
        absolute: z.number().nullable(),
        /** The same in percentage points: 10. */
        points: z.number().nullable(),
        /** (a − b) / b: .5 against .4 is .25, a quarter more. Null where b is 0. */
        relative: z.number().nullable(),
        /** Of `absolute`. */
        interval: interval(),
        p: z.number().nullable(),
        /** By Holm, for all pairs together. */
        pAdjusted: z.number().nullable(),
        level: z.number(),
        /** By pAdjusted. */
        verdict: verdict(),
        method: z.string(),
      }),
    ),
  })
