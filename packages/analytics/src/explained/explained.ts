import type { Warning } from '@guanxi/core'
import * as z from 'zod'
import { type Definition, spelled } from './define.ts'

/** Which records are behind a figure: what `list` of the entity's takes as its `where`. */
export const recordsShape = () => z.strictObject({ entity: z.string(), where: z.record(z.string(), z.unknown()) })

const metaShape = () =>
  z.strictObject({
    /** Its definition with the version: `retention.v1`. */
    definition: z.string(),
    /** What happened from this instant on is not in it. The present one, unless told: then all that is placed today counts. */
    asOf: z.string(),
    /** The zone of its days and months. */
    zone: z.string(),
    /** How many records were counted. */
    rows: z.int(),
    /** How many were left out, by the reason. */
    excluded: z.record(z.string(), z.int()),
    warnings: z.array(z.looseObject({ code: z.string() })),
    /** The records behind it; null where no one list of them says it. */
    records: recordsShape().nullable(),
  })

/** A figure with what explains it. */
export const explained = <T extends z.ZodType>(data: T) => z.strictObject({ data, meta: metaShape() })

export interface Explanation {
  readonly of: Definition
  readonly asOf: string
  readonly zone: string
  readonly rows: number
  readonly excluded?: Readonly<Record<string, number>>
  readonly warnings?: readonly Warning[]
  readonly records?: { readonly entity: string; readonly where: object } | null
}

/** Explains a figure. What was left out nought times is not told. */
export function explain<T>(data: T, { of, excluded = {}, warnings = [], records = null, ...rest }: Explanation) {
  const left = Object.fromEntries(Object.entries(excluded).filter(([, n]) => n > 0))
  const told = records === null ? null : { entity: records.entity, where: { ...records.where } }
  const meta = { ...rest, definition: spelled(of), excluded: left, warnings: [...warnings], records: told }
  return { data, meta }
}
