import type { Bucket } from '@guanxi/core/storage'
import { lit, type Sql, sql, type Zone } from '@guanxi/sql'

/** The first moment of a bucket, local to the zone; DuckDB's weeks start on Monday. */
export function bucket(expression: Sql, unit: Bucket['unit'], zone: Zone | undefined): Sql {
  return sql`date_trunc(${lit(unit)}, ${zone === undefined ? expression : localTime(expression, zone)})`
}

/** A bucket as text. */
export const bucketText = (moment: Sql, unit: Bucket['unit']): Sql =>
  sql`strftime(${moment}, ${lit(unit === 'hour' ? '%Y-%m-%dT%H' : '%Y-%m-%d')})`

/** The zone's offset is the latest of those that began before it; found by halving, a column at a time. */
function localTime(instant: Sql, zone: Zone): Sql {
  const millis = sql`epoch_ms(${instant})`
  const number = (encode: Parameters<Zone['parameter']>[0]) => sql`${zone.parameter(encode)}::bigint`
  const among = (low: number, high: number): Sql => {
    if (high - low <= 1) return number((offsets) => offsets[low]?.offset ?? 0)
    const middle = (low + high) >> 1
    const since = number((offsets) => Number(offsets[middle]?.from))
    return sql`case when ${millis} >= ${since} then ${among(middle, high)} else ${among(low, middle)} end`
  }
  return sql`epoch_ms(${millis} + ${among(0, zone.length)})`
}
