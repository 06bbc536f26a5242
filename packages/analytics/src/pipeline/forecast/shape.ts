import * as z from 'zod'
import { moment } from '../../period/window.ts'
import { byShape, grains, interval, pipelineShape } from '../shape.ts'

export const forecastInput = () =>
  z.strictObject({
    ...pipelineShape(),
    grain: z.enum(grains).optional(),
    /** A moment of the period; the one after as-of, unless told. */
    at: moment().optional(),
    /** By which group win rates differ, beside stage and age; `owner`, unless told. */
    by: byShape(),
    /** Where ages are divided, in days. */
    ages: z.array(z.number().positive()).max(20).optional(),
    /** How many cases the rate of all weighs. */
    strength: z.number().positive().max(10_000).optional(),
    /** In how many periods before the methods are tried. */
    back: z.int().min(0).max(24).optional(),
  })

const methodShape = () => ({
  /** `insufficient`: nothing was decided yet, or too few periods; there is no value then. */
  status: z.enum(['ok', 'insufficient']),
  value: z.int().nullable(),
  interval: interval().nullable(),
  level: z.number(),
  /** Open records, or periods, that it is made of. */
  n: z.int(),
})

const errorsShape = () =>
  z.strictObject({
    /** Periods with a forecast. */
    n: z.int(),
    /** The mean of forecast - actual. */
    bias: z.number().nullable(),
    /** The mean of |forecast - actual|. */
    mae: z.number().nullable(),
    /** In percent; null where in a period nothing was won. */
    mape: z.number().nullable(),
  })

const pastShape = () =>
  z.strictObject({
    from: z.string(),
    to: z.string(),
    /** What was known when it was forecast. */
    asOf: z.string(),
    /** What was won in the period. */
    actual: z.int(),
    /** Of it, what was open at as-of already: neither stage nor history can know of the rest. */
    actualOfOpen: z.int(),
    stage: z.int().nullable(),
    history: z.int().nullable(),
    series: z.int().nullable(),
  })

export const forecastShape = () =>
  z.strictObject({
    from: z.string(),
    to: z.string(),
    /** What is won of the period already; it is in the first two. */
    won: z.int(),
    stage: z.strictObject({ ...methodShape(), errors: errorsShape() }),
    history: z.strictObject({ ...methodShape(), errors: errorsShape() }),
    series: z.strictObject({ ...methodShape(), method: z.string().nullable(), errors: errorsShape() }),
    /** The newest first. */
    past: z.array(pastShape()),
  })
