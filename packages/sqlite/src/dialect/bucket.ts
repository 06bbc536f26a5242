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
      // A date function takes longer than all else that a figure of a row takes. No zone is a day away from UTC: in the
      // middle of a month it has begun and not ended anywhere.
      return sql`case when substr(${expression}, 9, 2) between '02' and '27' then substr(${expression}, 1, 8) || '01' else ${date(lit('start of month'))} end`
    case 'quarter': {
      const month = sql`cast(strftime(${join([lit('%m'), ...local])}) as integer)`
      return date(lit('start of month'), sql`${raw("'-'")} || ((${month} - 1) % 3) || ${raw("' months'")}`)
    }
    case 'year':
      return sql`case when substr(${expression}, 6, 2) between '02' and '11' then substr(${expression}, 1, 4) || '-01-01' else ${date(lit('start of year'))} end`
  }
}
