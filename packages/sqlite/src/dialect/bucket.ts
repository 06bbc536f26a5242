import type { Bucket } from '@guanxi/core/storage'
import { join, lit, raw, type Sql, sql, type Zone } from '@guanxi/sql'

/** A bucket by its first moment, by SQLite's date functions; weeks start on Monday. A month is a number, 202603: rows are sorted by it. */
export function bucket(expression: Sql, unit: Bucket['unit'], zone: Zone | undefined): Sql {
  const local = zone === undefined ? [expression] : [expression, offsetAt(expression, zone)]
  const date = (...modifiers: readonly Sql[]) => sql`date(${join([...local, ...modifiers])})`
  switch (unit) {
    case 'hour':
      return sql`strftime(${join([lit('%Y-%m-%dT%H'), ...local])})`
    case 'day':
      return date()
    case 'week':
      return date(lit('weekday 0'), lit('-6 days'))
    case 'month':
      // A date function takes longer than all else that a figure of a row takes. No zone is a day away from UTC: in the
      // middle of a month it has begun and not ended anywhere.
      return sql`case when substr(${expression}, 9, 2) between '02' and '27' then substr(${expression}, 1, 4) * 100 + substr(${expression}, 6, 2) else cast(strftime(${join([lit('%Y%m'), ...local])}) as integer) end`
    case 'quarter': {
      const month = sql`cast(strftime(${join([lit('%m'), ...local])}) as integer)`
      return date(lit('start of month'), sql`${raw("'-'")} || ((${month} - 1) % 3) || ${raw("' months'")}`)
    }
    case 'year':
      return sql`case when substr(${expression}, 6, 2) between '02' and '11' then substr(${expression}, 1, 4) || '-01-01' else ${date(lit('start of year'))} end`
  }
}

/** A bucket as text. */
export function bucketText(bucket: Sql, unit: Bucket['unit']): Sql {
  if (unit !== 'month') return bucket
  return sql`case when ${bucket} is not null then printf('%04d-%02d-01', ${bucket} / 100, ${bucket} % 100) end`
}

/** The zone's offset at an instant: the latest of those that began before it. */
function offsetAt(instant: Sql, zone: Zone): Sql {
  // By halving: a zone with summer time has hundreds of them, and every row asks.
  const among = (low: number, high: number): Sql => {
    if (high - low <= 1) return sql`+${zone.parameter((offsets) => modifier(offsets[low]?.offset ?? 0))}`
    const middle = (low + high) >> 1
    const since = zone.parameter((offsets) => new Date(Number(offsets[middle]?.from)).toISOString())
    return sql`case when ${instant} >= +${since} then ${among(middle, high)} else ${among(low, middle)} end`
  }
  return among(0, zone.length)
}

const modifier = (milliseconds: number): string =>
  `${milliseconds < 0 ? '-' : '+'}${(Math.abs(milliseconds) / 1000).toFixed(3)} seconds`
