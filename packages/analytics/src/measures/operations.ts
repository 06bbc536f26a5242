import { query } from '@guanxi/core'
import * as z from 'zod'
import { explained } from '../explained/explained.ts'
import { scopeShape, windowShape } from '../period/window.ts'

export const grains = ['day', 'week', 'month', 'quarter', 'year'] as const

const wordShape = () => z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,40}$/)
const fieldShape = () => z.union([z.string(), z.strictObject({ path: z.array(z.string()).min(2).max(4) })])
/** A field or path of the records, or one for each entity. */
const keyShape = () => z.union([fieldShape(), z.strictObject({ of: z.record(z.string(), fieldShape()) })])

const figureShape = () =>
  z.strictObject({
    /** Null: of nothing, of what is still to come, of what may not be read, or of too few. */
    value: z.union([z.number(), z.string()]).nullable(),
    /** How many records it was made of; null where that is still to come, or of too few. */
    n: z.int().nullable(),
    /** Its part of all groups of the period; null where figures cannot be added. */
    share: z.number().nullable(),
    /** With `compareTo`: the same of the other period. Null where there is none. */
    previous: z.strictObject({ value: z.union([z.number(), z.string()]).nullable(), n: z.int().nullable() }).nullable(),
    /** With `compareTo`: null where one of the two is not over yet, or none. */
    delta: z.strictObject({ absolute: z.number(), relative: z.number().nullable() }).nullable(),
  })

const periodShape = () =>
  z.strictObject({
    /** Its first day, by the calendar. */
    start: z.string(),
    from: z.string(),
    to: z.string(),
    /** `partial`: it is not over, or the window has only a part of it. */
    state: z.enum(['complete', 'partial', 'future']),
  })

const valuesShape = () => z.record(z.string(), figureShape())
const spanShape = () => z.strictObject({ from: z.string(), to: z.string() })

const queryInput = () =>
  z.strictObject({
    measures: z.array(z.string()).min(1).max(20),
    /** By names of the caller's own: `{ region: 'region' }`, `{ region: { path: ['company', 'region'] } }`. */
    by: z.record(wordShape(), keyShape()).optional(),
    grain: z.enum(grains).optional(),
    ...windowShape(),
    ...scopeShape(),
    /** Which records of an entity count, beside `where`, which is asked of all of them. */
    filters: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
    /** The same time before, a year before, another time, or the first period of the grain. */
    compareTo: z.union([z.enum(['previous', 'yearAgo', 'first']), z.strictObject(windowShape())]).optional(),
    topN: z.strictObject({ by: z.string(), n: z.int().min(1).max(1000), other: z.boolean().optional() }).optional(),
    /** Groups with fewer records that have a value are put together, with others, until nobody can tell what is whose. */
    minGroup: z.int().min(2).max(1000).optional(),
    /** `matrix`: every value of a key with every other, also where there is nothing. */
    fill: z.enum(['groups', 'matrix']).optional(),
  })

export type Asked = z.infer<ReturnType<typeof queryInput>>

export const measuresOperations = {
  /** Any measure, by any key, period by period. */
  query: query({
    target: 'collection',
    summary: 'Measures by their names, in groups and calendar periods, beside those of another period.',
    input: queryInput,
    output: () =>
      explained(
        z.strictObject({
          measures: z.array(
            z.strictObject({ name: z.string(), definition: z.string(), summary: z.string(), entity: z.string() }),
          ),
          window: spanShape(),
          compared: spanShape().nullable(),
          rows: z.array(
            z.strictObject({
              kind: z.enum(['group', 'other', 'suppressed']),
              /** Null of `other` and `suppressed`. */
              keys: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable()).nullable(),
              /** Null without a grain. */
              period: periodShape().nullable(),
              values: valuesShape(),
            }),
          ),
          /** Of all groups and periods, asked of the records, and not added up from rows. */
          totals: valuesShape(),
        }),
      ),
    errors: ['MIXED_CURRENCY', 'QUERY_TOO_COMPLEX'],
  }),
}
