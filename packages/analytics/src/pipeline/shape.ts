import * as z from 'zod'
import { moment, scopeShape } from '../period/window.ts'

/** Periods of which there are enough in a year, or few enough. */
export const grains = ['week', 'month', 'quarter', 'year'] as const
export type Grain = (typeof grains)[number]

/** What may be said with every question about stages. */
export const pipelineShape = () => ({
  /** An entity with stages; deals, unless told. */
  entity: z.string().optional(),
  /** The first one of the entity, unless told. */
  pipeline: z.string().optional(),
  ...scopeShape(),
})

/** Which records, by when they entered the pipeline; all that are known, unless told. */
export const cohortShape = () => ({ from: moment().optional(), to: moment().optional() })

/**
 * `owner`, `team` (the owner's), `region` (the company's as it is now, and no order's), `product`, or a field of the records, such as
 * `custom.segment`. Groups have the id, or the value, as their key; null: nobody knows.
 */
export const byShape = () => z.string().min(1).optional()

export const interval = () => z.tuple([z.number(), z.number()])

/** How long something takes, of which some goes on still. Days. */
export const lifetimeShape = () =>
  z.strictObject({
    /** `empty`: nothing to watch. `no events`: nothing has ended yet. */
    status: z.enum(['ok', 'empty', 'no events']),
    n: z.int(),
    events: z.int(),
    /** Those that went on still. */
    censored: z.int(),
    /** Kaplan and Meier's: null where more than half go on still. */
    median: z.number().nullable(),
    /** An end is null that the data do not reach. */
    medianInterval: z.tuple([z.number().nullable(), z.number().nullable()]),
    /** What those that ended alone would say: too short, where some go on still. */
    endedOnly: z.strictObject({ mean: z.number().nullable(), median: z.number().nullable(), biased: z.boolean() }),
    level: z.number(),
  })

/** Which share goes on after how many days. */
export const survivalShape = () =>
  z.strictObject({
    day: z.number(),
    /** Null beyond what was watched. */
    survival: z.number().nullable(),
    atRisk: z.int(),
    interval: interval().nullable(),
  })
