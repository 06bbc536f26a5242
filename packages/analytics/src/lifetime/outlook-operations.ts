import { query } from '@guanxi/core'
import * as z from 'zod'
import { explained } from '../explained/explained.ts'
import { moment, scopeShape } from '../period/window.ts'
import { buyingShape, kindShape } from './btyd-shape.ts'
import { calibrationShape, logitShape } from './risk-shape.ts'
import { currencyShape, customerShape, levelShape, ofShape, unitShape, worthShape } from './shape.ts'

/** What comes of all of them together. */
export const outlookOperations = {
  /** What will be sold in the next months, and how wrong was that method before? */
  salesForecast: query({
    target: 'collection',
    summary:
      'What will be sold in the next periods, with intervals, the method that answered, and its error in the past.',
    input: () =>
      z.strictObject({
        ...worthShape(),
        /** Orders from the beginning of this period on make the series; all of them, unless told. */
        from: moment().optional(),
        grain: z.enum(['week', 'month', 'quarter']).default('month'),
        of: ofShape().default('revenue'),
        /** How many periods ahead; the running one is the first. */
        periods: z.int().min(1).max(60).default(1),
        method: z.enum(['auto', 'snaive', 'hw', 'ets', 'theta', 'combine']).default('combine'),
        /** Periods a season; those of a year, unless told. 1: there is none. */
        season: z.int().min(1).max(366).optional(),
        /** Confidence of the intervals. */
        levels: z.array(levelShape()).min(1).max(5).default([0.8, 0.95]),
        /** How many times the past is cut off to measure the error. */
        origins: z.int().min(1).max(36).default(6),
        /** Of intervals that are simulated. */
        seed: z.int().min(1).default(1),
      }),
    output: () =>
      explained(
        z.strictObject({
          grain: z.enum(['week', 'month', 'quarter']),
          of: ofShape(),
          currency: currencyShape(),
          /** Periods a season. */
          season: z.int(),
          /** The period that is not over: it is not in the series, and the first that is forecast. */
          running: z.string(),
          series: z.array(z.strictObject({ period: z.string(), value: z.number() })),
          /** Who answered: not always who was asked. Null under three periods. */
          method: z.enum(['snaive', 'hw', 'ets', 'theta', 'combine', 'linear']).nullable(),
          /** The same in words. */
          name: z.string().nullable(),
          /** Of the fit; `short`: too little for seasons. */
          status: z.enum(['ok', 'at-bound', 'not-converged', 'exact', 'short']).nullable(),
          forecast: z
            .array(
              z.strictObject({
                period: z.string(),
                value: z.number(),
                intervals: z.array(z.strictObject({ level: z.number(), lower: z.number(), upper: z.number() })),
              }),
            )
            .nullable(),
          error: z
            .strictObject({
              kind: z.enum(['rolling_origins', 'two_points']),
              /** Periods ahead, from each origin. */
              h: z.int(),
              /** Below 1: better than to take what came a season before. */
              mase: z.number().nullable(),
              /** In percent. */
              smape: z.number().nullable(),
              /** Of what came, the share within the interval of this level. */
              coverage: z.number().nullable(),
              level: z.number(),
              origins: z.int(),
              n: z.int(),
            })
            .nullable(),
        }),
      ),
    errors: ['MIXED_CURRENCY'],
  }),
  /** Who is about to leave, and why? */
  churnRisk: query({
    target: 'collection',
    summary:
      'Which customers may leave: by their score, each with its reasons, and what such scores were worth before.',
    input: () =>
      z.strictObject({
        ...scopeShape(),
        /** By the customer's own gaps, by a model of buying, or by a regression on what customers did before. */
        method: z.enum(['inactivity', 'btyd', 'logit']).default('inactivity'),
        /** Staying away is to buy nothing for so long. */
        horizonDays: z.int().min(1).max(3650).default(90),
        model: z
          .strictObject({ kind: kindShape().default('bgnbd'), unit: unitShape().default('week') })
          .default({ kind: 'bgnbd', unit: 'week' }),
        /** How many customers are listed. */
        limit: z.int().min(1).max(1000).default(100),
        /** Rows of the calibration. */
        bins: z.int().min(1).max(100).default(10),
      }),
    output: () =>
      explained(
        z.strictObject({
          method: z.enum(['inactivity', 'btyd', 'logit']),
          horizonDays: z.int(),
          /** The last day that is known. */
          end: z.string(),
          /** How many have a score. */
          n: z.int(),
          /** The highest score first; equal ones by their ids. */
          customers: z.array(
            z.strictObject({
              customer: customerShape(),
              score: z.number(),
              /** Without the signals; null where the method says nothing of him. */
              base: z.number().nullable(),
              /** `{ code: 'gap', ratio: 2.4, … }`: how many times his usual gap it has been. */
              reasons: z.array(z.looseObject({ code: z.string() })),
              /** Days with a purchase, and the last of them. */
              purchases: z.int(),
              last: z.string(),
            }),
          ),
          calibration: calibrationShape().nullable(),
          buying: buyingShape().nullable(),
          logit: logitShape().nullable(),
        }),
      ),
    errors: ['PLUGIN_INVALID'],
  }),
}
