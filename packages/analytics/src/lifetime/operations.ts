import { query } from '@guanxi/core'
import * as z from 'zod'
import { explained } from '../explained/explained.ts'
import { rateShape } from '../explained/figure.ts'
import { moment, scopeShape } from '../period/window.ts'
import { buyingShape, kindShape } from './btyd.ts'
import { offerRowShape, offersFromShape } from './offers.ts'
import { calibrationShape } from './risk-calibration.ts'
import { logitShape } from './risk-methods.ts'
import { customerShape, levelShape, ofShape, oneShape, unitShape, worthShape } from './shape.ts'
import { modelShape } from './value-model.ts'

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
            /** Units ahead. */
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
          margin: z.number().nullable(),
          /** Null where nothing was bought. */
          historic: z
            .strictObject({ revenue: z.int(), gross: z.int().nullable(), orders: z.int(), customers: z.int() })
            .nullable(),
          projected: z.int().nullable(),
          model: modelShape().nullable(),
          /** The most valuable first: by the value of the model, else by revenue; equal ones by their ids. */
          customers: z.array(
            z.strictObject({
              customer: customerShape(),
              orders: z.int(),
              /** Days with a purchase, without the first. */
              repeats: z.int(),
              revenue: z.int(),
              gross: z.int().nullable(),
              /** Expected within the horizon. */
              purchases: z.number().nullable(),
              /** Expected of each of them. */
              spend: z.number().nullable(),
              value: z.int().nullable(),
            }),
          ),
          /** Those who are not listed, together. */
          other: z
            .strictObject({ customers: z.int(), orders: z.int(), revenue: z.int(), value: z.int().nullable() })
            .nullable(),
        }),
      ),
  }),
  nextPurchase: query({
    target: 'collection',
    summary: 'When a customer orders next: a day, the range around it, and what they were read from.',
    input: () =>
      z.strictObject({
        ...scopeShape(),
        ...oneShape(),
        /** `auto`: by the fit that is given, else by the calendar where he buys by it, else by his gaps. */
        method: z.enum(['auto', 'calendar', 'interval', 'btyd']).default('auto'),
        /** Of the range, by gaps or a model. */
        level: levelShape().default(0.5),
        /** What is fitted to all customers where `btyd` is asked for. */
        model: z
          .strictObject({ kind: kindShape().default('bgnbd'), unit: unitShape().default('week') })
          .default({ kind: 'bgnbd', unit: 'week' }),
        /** A model that was fitted before, as `lifetimeValue` tells it. */
        fit: z
          .strictObject({
            model: z.enum(['bgnbd', 'mbgnbd', 'paretonbd', 'nbd']),
            unit: unitShape(),
            params: z.record(z.string(), z.number()),
          })
          .optional(),
        /** Days ahead: the model tells the chance of a purchase within each. */
        within: z.array(z.int().min(1).max(36_500)).max(20).default([]),
      }),
    output: () =>
      explained(
        z.strictObject({
          customer: customerShape(),
          basis: z.enum(['btyd', 'calendar', 'interval', 'insufficient']),
          p50: z.string().nullable(),
          /** The first and the last day. */
          range: z.tuple([z.string(), z.string()]).nullable(),
          /** What the range holds; null of the calendar. */
          level: z.number().nullable(),
          /** By a model: the chance that he buys, whether he has stopped or not. */
          within: z.array(z.strictObject({ days: z.int(), p: z.number() })),
          /** For how long p50 has been past. */
          overdueDays: z.int().nullable(),
          /** Days with a purchase, and the last of them. */
          purchases: z.int(),
          last: z.string().nullable(),
          medianGapDays: z.number().nullable(),
          gaps: z.int(),
          /** The months of the calendar that he has been seen in. */
          months: z.array(z.strictObject({ month: z.int(), purchases: z.int(), bought: z.int(), observed: z.int() })),
          /** The model that was fitted. */
          buying: buyingShape().nullable(),
        }),
      ),
  }),
  season: query({
    target: 'collection',
    summary: 'In which quarter or month of the year a customer, or all of them, buy the most.',
    input: () =>
      z.strictObject({
        ...worthShape(),
        ...oneShape(),
        by: z.enum(['quarter', 'month']).default('quarter'),
        of: ofShape().default('revenue'),
      }),
    output: () =>
      explained(
        z.strictObject({
          status: z.enum(['ok', 'insufficient_history', 'no_worth']),
          by: z.enum(['quarter', 'month']),
          of: ofShape(),
          /** Q1 to Q4, or M01 to M12; the earliest of equal ones. */
          peak: z.string().nullable(),
          share: z.number().nullable(),
          /** Whole years since the one of the first purchase. */
          years: z.int(),
          periods: z.array(
            z.strictObject({
              period: z.string(),
              /** The mean of a year. */
              value: z.number(),
              years: z.int(),
              share: z.number().nullable(),
            }),
          ),
        }),
      ),
  }),
  habits: query({
    target: 'collection',
    summary: 'At which hour and on which day of the week a customer, or all of them, buy, and which offers are taken.',
    input: () =>
      z.strictObject({
        ...scopeShape(),
        ...oneShape(),
        /** Offers that were counted elsewhere. */
        offers: z.array(offerRowShape()).max(1000).optional(),
        /** Offers that are written down as activities. */
        offersFrom: offersFromShape().optional(),
      }),
    output: () =>
      explained(
        z.strictObject({
          /** Orders. */
          n: z.int(),
          /** From 0 to 23; the earliest of equal ones. */
          bestHour: z.int().nullable(),
          /** From 1, Monday, to 7. */
          bestWeekday: z.int().nullable(),
          hours: z.array(z.strictObject({ hour: z.int(), orders: z.int(), share: z.number() })),
          weekdays: z.array(z.strictObject({ weekday: z.int(), orders: z.int(), share: z.number() })),
          /** The most often taken first. */
          offers: z.array(z.strictObject({ offer: z.string(), response: rateShape() })),
        }),
      ),
  }),
  salesForecast: query({
    target: 'collection',
    summary:
      'What will be sold in the next periods, with intervals, the method that answered, and its error in the past.',
    input: () =>
      z.strictObject({
        ...worthShape(),
        /** Orders from here on make the series; all of them, unless told. */
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
          season: z.int(),
          /** The period that is not over: it is not in the series, and the first that is forecast. */
          running: z.string(),
          series: z.array(z.strictObject({ period: z.string(), value: z.number() })),
          /** Who answered: not always who was asked. Null under three periods. */
          method: z.enum(['snaive', 'hw', 'ets', 'theta', 'combine', 'linear']).nullable(),
          name: z.string().nullable(),
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
  }),
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
  }),
}
