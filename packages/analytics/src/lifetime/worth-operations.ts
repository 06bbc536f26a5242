import { query } from '@guanxi/core'
import * as z from 'zod'
import { explained } from '../explained/explained.ts'
import { kindShape } from './btyd-shape.ts'
import { currencyShape, customerShape, oneShape, unitShape, worthShape } from './shape.ts'
import { modelShape } from './value-shape.ts'

/** What customers have been worth, and will be. */
export const worthOperations = {
  /** How often, how recently, for how long and for how much has each customer bought? */
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
          currency: currencyShape(),
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
    errors: ['NOT_FOUND', 'MIXED_CURRENCY'],
  }),
  /** What has a customer been worth, and what will he be? */
  lifetimeValue: query({
    target: 'collection',
    summary:
      'What customers have been worth, what a rule of thumb projects, and what models of buying and spend foretell.',
    input: () =>
      z.strictObject({
        ...worthShape(),
        /** One customer, else all of them together. A model is fitted to all either way. */
        ...oneShape(),
        /** What of the revenue is earned, a share. */
        margin: z.number().min(0).max(1).optional(),
        projection: z
          .strictObject({
            /** In minor units. */
            averageOrder: z.number().min(0),
            perYear: z.number().min(0),
            /** The share of customers who stop, a year. */
            churn: z.number().min(0).max(1),
          })
          .optional(),
        model: z
          .strictObject({
            kind: kindShape().default('bgnbd'),
            unit: unitShape().default('week'),
            /** So many units ahead: 52 are a year of weeks. */
            horizon: z.int().min(1).max(1000),
            /** A year: .1 is ten percent. */
            discount: z.number().min(0).max(10).default(0),
          })
          .optional(),
        /** How many customers are listed. */
        limit: z.int().min(0).max(1000).default(100),
      }),
    output: () =>
      explained(
        z.strictObject({
          currency: currencyShape(),
          margin: z.number().nullable(),
          /** Of the one who was asked for, else of all. Null where nothing was bought. */
          historic: z
            .strictObject({ revenue: z.int(), gross: z.int().nullable(), orders: z.int(), customers: z.int() })
            .nullable(),
          /** In minor units, of one customer as the question describes him. */
          projected: z.int().nullable(),
          /** Of all customers, also where one was asked for: his own forecast is in `customers`. */
          model: modelShape().nullable(),
          /**
           * The most valuable first: by the value of the model, else by revenue; equal ones by their ids. Where one was asked for,
           * he alone.
           */
          customers: z.array(
            z.strictObject({
              customer: customerShape(),
              orders: z.int(),
              /** Days with a purchase, without the first. */
              repeats: z.int(),
              /** In minor units, up to asOf. */
              revenue: z.int(),
              /** revenue × margin; null where no margin was told. */
              gross: z.int().nullable(),
              /** Days with a purchase that are expected within the horizon; not discounted. */
              purchases: z.number().nullable(),
              /** What is expected of each of them, in minor units. */
              spend: z.number().nullable(),
              /** What he is worth within the horizon: margin × spend × the discounted purchases, in minor units. */
              value: z.int().nullable(),
            }),
          ),
          /** Those behind `limit`, together; null where all are listed. */
          other: z
            .strictObject({ customers: z.int(), orders: z.int(), revenue: z.int(), value: z.int().nullable() })
            .nullable(),
        }),
      ),
    errors: ['NOT_FOUND', 'MIXED_CURRENCY'],
  }),
}
