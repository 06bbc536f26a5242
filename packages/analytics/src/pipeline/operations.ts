import { query } from '@guanxi/core'
import * as z from 'zod'
import { explained } from '../explained/explained.ts'
import { rateShape } from '../explained/figure.ts'
import { moment, windowShape } from '../period/window.ts'
import { forecastInput, forecastShape } from './forecast/shape.ts'
import { byShape, cohortShape, grains, interval, lifetimeShape, pipelineShape, survivalShape } from './shape.ts'

const key = () => z.string().nullable()
/** Money: minor units. */
const amount = () => z.int()

const testShape = (method: 'log-rank' | 'chi-squared') =>
  z
    .strictObject({
      method: z.literal(method),
      statistic: z.number().nullable(),
      df: z.int(),
      p: z.number().nullable(),
      /** `no evidence` is not "no difference". */
      verdict: z.enum(['difference', 'no evidence', 'insufficient']),
      level: z.number(),
      /** Groups with fewer than 30. */
      small: z.array(z.string()),
    })
    .nullable()

const funnelFigure = () => ({
  /** Records, counted: one number for each of `stages`. */
  reached: z.array(z.int()),
  /** From `stages[i]` to `stages[i + 1]`: one fewer than there are stages. */
  stepRates: z.array(rateShape()),
  /** reached of the last stage / reached of the first. */
  overall: rateShape(),
})
const lifetime = () => ({ ...lifetimeShape().shape, at: z.array(survivalShape()) })
/** Records, counted. */
const decided = () => ({ won: z.int(), lost: z.int(), rate: rateShape() })
const closed = () => ({
  /** Records, counted. */
  won: z.int(),
  /** Money: minor units. Null where nobody knows of any of what was won what it came to. */
  wonAmount: amount().nullable(),
  /** Records, counted. */
  lost: z.int(),
  /** won / (won + lost). */
  rate: rateShape(),
})
/** Days, and parts of them. */
const days = () => ({
  /** Records, counted. */
  n: z.int(),
  median: z.number().nullable(),
  mean: z.number().nullable(),
  p90: z.number().nullable(),
  max: z.number().nullable(),
})
const change = () =>
  z.strictObject({
    ...days(),
    delta: z.strictObject({ median: z.number().nullable(), mean: z.number().nullable() }),
    /** Of the difference of the means. */
    meanInterval: interval().nullable(),
    p: z.number().nullable(),
    verdict: z.enum(['difference', 'no evidence', 'insufficient']),
    level: z.number(),
  })

export const pipelineOperations = {
  /** How far do deals come, and where do they stop? */
  funnel: query({
    target: 'collection',
    summary: 'How far records came: how many reached each stage, and which share of those of the stage before.',
    input: () =>
      z.strictObject({
        ...pipelineShape(),
        ...windowShape(),
        mode: z.enum(['entry-cohort', 'activity']).optional(),
        by: byShape(),
      }),
    output: () =>
      explained(
        z.strictObject({
          mode: z.enum(['entry-cohort', 'activity']),
          /** The names of the steps: won stages are one, such as `won|signed`. */
          stages: z.array(z.string()),
          ...funnelFigure(),
          groups: z.array(z.strictObject({ key: key(), ...funnelFigure() })).nullable(),
        }),
      ),
  }),
  /** How long do deals stay in each stage? */
  stageDurations: query({
    target: 'collection',
    summary: 'How many days records stay in each stage; those that are in it still are censored, not left out.',
    input: () => z.strictObject({ ...pipelineShape(), ...cohortShape() }),
    output: () =>
      explained(z.strictObject({ stages: z.array(z.strictObject({ stage: z.string(), ...lifetimeShape().shape })) })),
  }),
  /** How long does it take until a deal is won or lost? */
  survival: query({
    target: 'collection',
    summary: 'How many days records take until they are won or lost; those that are open are censored.',
    input: () =>
      z.strictObject({
        ...pipelineShape(),
        ...cohortShape(),
        /** From the first entry into this stage on; from the entry into the pipeline, unless told. */
        since: z.string().optional(),
        /** At which days the curve is read: 30, 60, 90, 180 and 365 unless told. */
        days: z.array(z.number().min(0)).min(1).max(100).optional(),
        by: byShape(),
      }),
    output: () =>
      explained(
        z.strictObject({
          ...lifetime(),
          groups: z.array(z.strictObject({ key: key(), ...lifetime() })).nullable(),
          test: testShape('log-rank'),
        }),
      ),
  }),
  /** How many days from the creation to the close, and is it quicker than before? */
  cycle: query({
    target: 'collection',
    summary:
      'How many days it took from the creation to the close, won and lost, and what changed since an earlier period.',
    input: () =>
      z.strictObject({ ...pipelineShape(), ...windowShape(), before: z.strictObject(windowShape()).optional() }),
    output: () =>
      explained(
        z.strictObject({
          won: z.strictObject(days()),
          lost: z.strictObject(days()),
          before: z.strictObject({ won: change(), lost: change() }).nullable(),
        }),
      ),
  }),
  /** Of what was decided, how much was won? */
  winRate: query({
    target: 'collection',
    summary: 'Of what was decided, how much was won: by the day of the close, or of the creation.',
    input: () =>
      z.strictObject({
        ...pipelineShape(),
        ...windowShape(),
        basis: z.enum(['close', 'creation']).optional(),
        by: byShape(),
      }),
    output: () =>
      explained(
        z.strictObject({
          basis: z.enum(['close', 'creation']),
          ...decided(),
          groups: z.array(z.strictObject({ key: key(), ...decided() })).nullable(),
          test: testShape('chi-squared'),
        }),
      ),
  }),
  /** What was won and lost in each week, month, quarter or year? */
  closings: query({
    target: 'collection',
    summary: 'What was won and lost in each period, and what the won came to.',
    input: () =>
      z.strictObject({
        ...pipelineShape(),
        ...windowShape(),
        /** `month` unless told. */ grain: z.enum(grains).optional(),
        by: byShape(),
      }),
    output: () =>
      explained(
        z.strictObject({
          ...closed(),
          /** By the first day of each period. */
          periods: z.array(z.strictObject({ day: z.string(), ...closed() })),
          groups: z.array(z.strictObject({ key: key(), ...closed() })).nullable(),
        }),
      ),
    errors: ['MIXED_CURRENCY'],
  }),
  /** What was won in a period, and what may come of the open deals? */
  revenueEstimate: query({
    target: 'collection',
    summary: 'What was won in a period, and what of the open may be won in it, weighed by its chances.',
    input: () =>
      z.strictObject({
        ...pipelineShape(),
        ...windowShape(),
        /** Those expected in the period (unless told), or all that are open. */
        open: z.enum(['expected', 'all']).optional(),
        /** The open ones in these stages alone. */
        stages: z.array(z.string()).min(1).optional(),
        /** Of the stage as the pipeline has it, or the rate at which was won what was decided, of each group with `by`. */
        chances: z.enum(['stage', 'winRate']).optional(),
        by: byShape(),
      }),
    output: () =>
      explained(
        z.strictObject({
          from: moment(),
          to: moment(),
          /** Money: minor units of what was won in the period. Null where nobody knows of any of it what it came to. */
          won: amount().nullable(),
          /** Counted. */
          wonDeals: z.int(),
          /** Money: minor units of the open ones that count, unweighed. */
          openAmount: amount(),
          /** Money: minor units, each × its chance. Null where no chance is known: nothing was decided yet. */
          weightedOpen: amount().nullable(),
          /** Money: won + weightedOpen. */
          total: amount().nullable(),
          /** Of the total, if deals are won independently of each other. Minor units. */
          interval: interval().nullable(),
          level: z.number(),
          /** The open ones that count, by their stage: how many, their minor units, and these × their chances. */
          stages: z.array(z.strictObject({ stage: z.string(), n: z.int(), amount: amount(), weighted: amount() })),
        }),
      ),
    errors: ['MIXED_CURRENCY'],
  }),
  /** What will be won in a period, three ways, and how wrong was each before? */
  pipelineForecast: query({
    target: 'collection',
    summary: 'What will be won in a period, three ways side by side, each with its errors in the periods before.',
    input: forecastInput,
    output: () => explained(forecastShape()),
    errors: ['MIXED_CURRENCY'],
  }),
  /** Which names of an import are products? */
  matchProducts: query({
    target: 'collection',
    summary: 'Before an import: which of its names are products, and which are not, with their rows.',
    input: () =>
      z.strictObject({
        names: z.array(z.strictObject({ name: z.string(), rows: z.int().min(1).optional() })).max(10_000),
        /** What a name of the import stands for: the name or SKU of a product. */
        mapping: z.record(z.string(), z.string()).optional(),
      }),
    output: () =>
      explained(
        z.strictObject({
          matched: z.array(
            z.strictObject({ name: z.string(), rows: z.int(), productId: z.string(), product: z.string() }),
          ),
          unmatched: z.array(z.strictObject({ name: z.string(), rows: z.int(), suggestion: z.string().nullable() })),
        }),
      ),
  }),
}
