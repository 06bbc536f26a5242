import type { Bucket } from '@guanxi/core/storage'
import { join, lit, raw, type Sql, sql } from '@guanxi/sql'

/** The first moment of a bucket, by SQLite's date functions; weeks start on Monday. */
export function bucket(expression: Sql, unit: Bucket['unit'], offset: Sql | undefined): Sql {
  const local = offset === undefined ? [expression] : [expression, offset]
  const date = (...modifiers: readonly Sql[]) => sql`date(${join([...local, ...modifiers])})`
  switch (unit) {
    case 'hour':
      return sql`strftime(${join([lit('%Y-%m-%dT%H'), ...local])})`
    case 'day':
      return date()
    case 'week':
      return date(lit('weekday 0'), lit('-6 days'))
    case 'month':
      return date(lit('start of month'))
    case 'quarter': {
      const month = sql`cast(strftime(${join([lit('%m'), ...local])}) as integer)`
      return date(lit('start of month'), sql`${raw("'-'")} || ((${month} - 1) % 3) || ${raw("' months'")}`)
    }
    case 'year':
      return date(lit('start of year'))
  }
}
