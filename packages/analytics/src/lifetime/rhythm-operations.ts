import { query } from '@guanxi/core'
import * as z from 'zod'
import { explained } from '../explained/explained.ts'
import { rateShape } from '../explained/figure.ts'
import { scopeShape } from '../period/window.ts'
import { buyingShape, kindShape } from './btyd-shape.ts'
import { fitShape } from './fit-shape.ts'
import { offerRowShape, offersFromShape } from './offers-shape.ts'
import { currencyShape, customerShape, levelShape, ofShape, oneShape, unitShape, worthShape } from './shape.ts'

/** When customers buy. */
export const rhythmOperations = {
  /** When does a customer order next? */
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
        /** A model that was fitted before: the `model` of an answer of `lifetimeValue`, or a kind, a unit and parameters. */
        fit: fitShape().optional(),
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
    errors: ['NOT_FOUND'],
  }),
  /** In which quarter or month does a customer buy most? */
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
          currency: currencyShape(),
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
              /** How often it was seen: less than two of any is `insufficient_history`. */
              years: z.int(),
              share: z.number().nullable(),
            }),
          ),
        }),
      ),
    errors: ['NOT_FOUND', 'MIXED_CURRENCY'],
  }),
  /** At which hour and on which weekday does a customer buy, and which offers does he take? */
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
    errors: ['NOT_FOUND'],
  }),
}
