import type { Bucket } from '@guanxi/core/storage'
import { lit, type Sql, sql, type Zone } from '@guanxi/sql'

/** The first moment of a bucket; Postgres' weeks start on Monday. */
export function bucket(expression: Sql, unit: Bucket['unit'], zone: Zone | undefined): Sql {
  const local = zone === undefined ? sql`${expression}::timestamp` : localTime(expression, zone)
  return sql`date_trunc(${lit(unit)}, ${local})`
}

/**
 * The zone's offset is the latest of those that began before. It is found in an array: conditions, of which a zone with
 * summer time has hundreds, take as long as all else that is done with a row.
 */
function localTime(instant: Sql, zone: Zone): Sql {
  const since = zone.parameter((offsets) =>
    array(offsets.slice(1).map(({ from }) => new Date(Number(from)).toISOString())),
  )
  const spells = zone.parameter((offsets) => array(offsets.map(({ offset }) => `${offset / 1000} seconds`)))
  const offset = sql`(${spells}::interval[])[width_bucket(${instant}, ${since}::timestamptz[]) + 1]`
  return sql`(${instant} at time zone ${offset})`
}

const array = (values: readonly string[]): string => `{${values.join()}}`

/** Spelling a moment takes longer than finding it. */
export function bucketText(moment: Sql, unit: Bucket['unit']): Sql {
  return sql`to_char(${moment}, ${lit(unit === 'hour' ? 'YYYY-MM-DD"T"HH24' : 'YYYY-MM-DD')}) collate "C"`
}
