import type { Bucket } from '@guanxi/core/storage'
import { lit, type Sql, sql } from '@guanxi/sql'

/** The first moment of a bucket; Postgres' weeks start on Monday. */
export function bucket(expression: Sql, unit: Bucket['unit'], offset: Sql | undefined): Sql {
  const local =
    offset === undefined
      ? sql`${expression}::timestamp`
      : sql`(${expression} at time zone 'UTC') + (${offset}) * interval '1 second'`
  return sql`date_trunc(${lit(unit)}, ${local})`
}

/** Spelling a moment takes longer than finding it. */
export function bucketText(moment: Sql, unit: Bucket['unit']): Sql {
  return sql`to_char(${moment}, ${lit(unit === 'hour' ? 'YYYY-MM-DD"T"HH24' : 'YYYY-MM-DD')}) collate "C"`
}
