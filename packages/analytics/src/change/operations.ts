import { query } from '@guanxi/core'
import * as z from 'zod'
import { explained } from '../explained/explained.ts'
import { rateShape } from '../explained/figure.ts'
import { moment, scopeShape, windowShape } from '../period/window.ts'
import { metricShape, scales } from './metric.ts'

const scope = () => {
  const { currency, asOf } = scopeShape()
  return { currency, asOf }
}

/** The confidence of intervals and verdicts. */
const level = () => z.number().min(0.5).max(0.999)

const comparisonShape = () => ({
  metric: z.string(),
  unit: z.enum(['share', 'value', 'minutes', 'hours', 'days']),
  a: z.number().nullable(),
  b: z.number().nullable(),
  nA: z.int(),
  nB: z.int(),
  /** b − a: in the unit, in percentage points (shares alone), and as a part of a. */
  delta: z.strictObject({
    absolute: z.number().nullable(),
    points: z.number().nullable(),
    relative: z.number().nullable(),
  }),
  /** Of the absolute one. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
  level: z.number(),
  method: z.string().nullable(),
  p: z.number().nullable(),
  /** By Holm, for all that was asked for together. */
  pAdjusted: z.number().nullable(),
  verdict: z.enum(['difference', 'no evidence', 'insufficient']),
})

const name = () => z.string().min(1).max(100)
const where = () => z.record(z.string(), z.unknown())

const quantile = () => z.strictObject({ share: z.number(), value: z.number().nullable() })

const lasting = () =>
  z.strictObject({
    key: z.union([z.string(), z.number(), z.boolean()]).nullable(),
    n: z.int(),
    ended: z.int(),
    censored: z.int(),
    status: z.enum(['ok', 'empty', 'no events']),
    endedOnly: z.strictObject({
      mean: z.number().nullable(),
      method: z.enum(['type 7', 'nearest rank']),
      quantiles: z.array(quantile()),
    }),
    /** Null where more than half go on. */
    median: z.number().nullable(),
    medianInterval: z.tuple([z.number().nullable(), z.number().nullable()]),
    quantiles: z.array(quantile()),
    survival: z.array(z.strictObject({ time: z.number(), share: z.number().nullable() })),
    level: z.number(),
  })

const durationsShape = () =>
  z.strictObject({
    unit: z.enum(['minutes', 'hours', 'days']),
    groups: z.array(lasting()),
    /** Whether the groups last differently; null of one. */
    comparison: z
      .strictObject({
        statistic: z.number().nullable(),
        df: z.int(),
        p: z.number().nullable(),
        level: z.number(),
        verdict: z.enum(['difference', 'no evidence', 'insufficient']),
      })
      .nullable(),
  })

const satisfactionShape = () =>
  z.strictObject({
    scale: z.enum(scales),
    satisfied: rateShape(),
    mean: z.number().nullable(),
    nps: z
      .strictObject({
        /** Points: from -100 to 100. */
        value: z.number().nullable(),
        promoters: z.int(),
        detractors: z.int(),
        n: z.int(),
        interval: z.tuple([z.number(), z.number()]).nullable(),
        level: z.number(),
      })
      .nullable(),
    answers: z.array(z.strictObject({ answer: z.number(), n: z.int() })),
  })

const interval = () => z.tuple([z.number(), z.number()]).nullable()

const progressShape = () =>
  z.strictObject({
    name: z.string(),
    metric: z.string(),
    start: z.number(),
    target: z.number(),
    due: z.string(),
    current: z.number().nullable(),
    n: z.int().nullable(),
    interval: interval(),
    /** 1 is the goal; less than 0 is further away than at the start. */
    progress: z.number().nullable(),
    /** What would be in time. */
    expected: z.number(),
    status: z.enum(['reached', 'on_track', 'behind', 'missed', 'unknown']),
  })

const beforeAfterShape = () =>
  z.strictObject({
    series: z.array(z.strictObject({ from: z.string(), value: z.number().nullable(), n: z.int() })),
    comparison: z.strictObject(comparisonShape()),
    interrupted: z.strictObject({
      status: z.enum(['ok', 'at-bound', 'not-converged', 'exact', 'short', 'too_few_periods', 'gaps']),
      /** Which forecast answered. */
      method: z.string().nullable(),
      effect: z.number().nullable(),
      interval: interval(),
      expected: z.array(z.number()).nullable(),
    }),
  })

export const changeOperations = {
  /** What changed from one period to another, and could it be chance? */
  compare: query({
    target: 'collection',
    summary: 'Figures of two windows side by side, with the interval of each difference; it says of no difference why.',
    input: () =>
      z.strictObject({
        a: z.strictObject(windowShape()),
        b: z.strictObject(windowShape()),
        metrics: z.array(metricShape()).min(1).max(20),
        level: level().optional(),
        ...scope(),
      }),
    output: () => explained(z.array(z.strictObject(comparisonShape()))),
    errors: ['MIXED_CURRENCY'],
  }),
  /** How long does anything last, from one instant of a record to another? */
  durations: query({
    target: 'collection',
    summary: 'How long records of an entity take from one instant to another, with those that still go on.',
    input: () =>
      z.strictObject({
        entity: name(),
        start: name(),
        end: name(),
        where: where().optional(),
        /** Those that started from a moment on, before another. */
        from: moment().optional(),
        to: moment().optional(),
        groupBy: name().optional(),
        unit: z.enum(['minutes', 'hours', 'days']).optional(),
        /** Which quantiles: .25, .5, .75 and .9 unless told. */
        shares: z.array(z.number().gt(0).lt(1)).min(1).max(20).optional(),
        method: z.enum(['type 7', 'nearest rank']).optional(),
        /** After which times to tell how many go on. */
        at: z.array(z.number().min(0)).max(100).optional(),
        level: level().optional(),
        asOf: moment().optional(),
      }),
    output: () => explained(durationsShape()),
  }),
  /** Are people satisfied, and would they recommend us? */
  satisfaction: query({
    target: 'collection',
    summary:
      'What people answered on a scale: how many are satisfied, the mean, and the net promoter score of 0 to 10.',
    input: () =>
      z.strictObject({
        entity: name(),
        field: name(),
        scale: z.enum(scales),
        where: where().optional(),
        /** By which instant answers fall into the time from and to: createdAt unless told. */
        at: name().optional(),
        from: moment().optional(),
        to: moment().optional(),
        level: level().optional(),
      }),
    output: () => explained(satisfactionShape()),
  }),
  /** How far is a goal reached, and is it on track? */
  goalProgress: query({
    target: 'collection',
    summary: 'How far a goal is reached by what its figure is in a window.',
    input: () =>
      z.strictObject({
        goalId: z.string().meta({ ref: 'goal' }),
        ...windowShape(),
        ...scope(),
      }),
    output: () => explained(progressShape()),
    errors: ['NOT_FOUND', 'MIXED_CURRENCY'],
  }),
  /** What was a figure before a change, and what after it? */
  beforeAfter: query({
    target: 'collection',
    summary: 'A figure period by period before a change and after it, and against what was to be expected; not why.',
    input: () =>
      z.strictObject({
        metric: metricShape(),
        changeAt: z.iso.date(),
        grain: z.enum(['day', 'week', 'month']).optional(),
        /** How many periods before and after. */
        pre: z.int().min(1).max(400),
        post: z.int().min(1).max(400),
        /** Periods a season: 12 of months, 7 of days, where there are two of them. */
        season: z.int().min(1).max(400).optional(),
        level: level().optional(),
        ...scope(),
      }),
    output: () => explained(beforeAfterShape()),
    errors: ['MIXED_CURRENCY'],
  }),
}
