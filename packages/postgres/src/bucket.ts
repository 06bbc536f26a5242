import type { Bucket } from '@guanxi/core/storage'
import { lit, type Sql, sql } from '@guanxi/sql'

/** The first moment of a bucket; Postgres' weeks start on Monday. */
export function bucket(expression: Sql, unit: Bucket['unit'], offset: Sql | undefined): Sql {
  const local =
    offset === undefined
      ? sql`${expression}::timestamp`
      : sql`(${expression} at time zone 'UTC') + (${offset})::interval`
  const format = unit === 'hour' ? 'YYYY-MM-DD"T"HH24' : 'YYYY-MM-DD'
  return sql`to_char(date_trunc(${lit(unit)}, ${local}), ${lit(format)}) collate "C"`
}
