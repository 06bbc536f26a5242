import * as z from 'zod'
import { moment } from '../../period/window.ts'
import { byShape, grains, interval, pipelineShape } from '../shape.ts'

export const forecastInput = () =>
  z.strictObject({
    ...pipelineShape(),
    /** `month` unless told. */
    grain: z.enum(grains).optional(),
    /** A moment of the period; the one after as-of, unless told. */
    at: moment().optional(),
    /** By which group win rates differ, beside stage and age; `owner`, unless told. */
    by: byShape(),
    /** Where ages are divided, in days: 30, 60, 90 and 180 unless told. */
    ages: z.array(z.number().positive()).max(20).optional(),
    /** How many cases the rate of all weighs: 10 unless told. */
    strength: z.number().positive().max(10_000).optional(),
    /** In how many periods before the methods are tried: 3 unless told. */
    back: z.int().min(0).max(24).optional(),
  })

const methodShape = () => ({
  /** `insufficient`: nothing was decided yet, or too few periods; there is no value then. */
  status: z.enum(['ok', 'insufficient']),
  /** Money: minor units. */
  value: z.int().nullable(),
  /** Minor units. */
  interval: interval().nullable(),
  level: z.number(),
  /** Open records, or periods, that it is made of. */
  n: z.int(),
})

const errorsShape = () =>
  z.strictObject({
    /** Periods with a forecast. */
    n: z.int(),
    /** The mean of forecast - actual, in minor units. */
    bias: z.number().nullable(),
    /** The mean of |forecast - actual|, in minor units. */
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
    /** Money: minor units of what was won in the period, as the next four are. */
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
    /** Money: minor units of what is won of the period already; it is in the first two. */
    won: z.int(),
    stage: z.strictObject({ ...methodShape(), errors: errorsShape() }),
    history: z.strictObject({ ...methodShape(), errors: errorsShape() }),
    series: z.strictObject({ ...methodShape(), method: z.string().nullable(), errors: errorsShape() }),
    /** The newest first. */
    past: z.array(pastShape()),
  })
