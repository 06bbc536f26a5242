import { join, raw, type Sql, sql } from '../fragment.ts'
import { all } from './logic.ts'

/** A sort key, and its value at the last row of the page before: undefined where that is missing. */
export interface KeysetKey {
  readonly column: Sql
  readonly nullable: boolean
  readonly direction: 'asc' | 'desc'
  readonly after: Sql | undefined
}

/**
 * The rows after a cursor, as conditions no two of which hold of the same row, each a range of the index. Null is the
 * smallest value: ascending, nothing after a value is null; descending, the nulls come after it. A row value is never
 * true of a null key, so these come as ranges of their own.
 */
export function rangesAfter(
  keys: readonly KeysetKey[],
  rowValues: boolean,
  before: readonly Sql[] = [],
): readonly Sql[] {
  const [first] = keys
  if (first === undefined) return []
  if (first.after === undefined) {
    const ties = rangesAfter(keys.slice(1), rowValues, [...before, sql`${first.column} is null`])
    return first.direction === 'desc' ? ties : [...ties, all([...before, sql`${first.column} is not null`])]
  }
  const until = keys.findIndex((key) => key.after === undefined || key.direction !== first.direction)
  const run = rowValues ? (until < 0 ? keys : keys.slice(0, until)) : [first]
  const ranges = [all([...before, rowValue(run)])]
  const equal = [...before]
  for (const key of run) {
    if (key.nullable && key.direction === 'desc') ranges.push(all([...equal, sql`${key.column} is null`]))
    equal.push(sql`${key.column} = ${key.after as Sql}`)
  }
  return [...ranges, ...rangesAfter(keys.slice(run.length), rowValues, equal)]
}

function rowValue(run: readonly KeysetKey[]): Sql {
  const symbol = raw(run[0]?.direction === 'asc' ? '>' : '<')
  const columns = run.map((key) => key.column)
  const values = run.map((key) => key.after as Sql)
  if (run.length === 1) return sql`${columns[0] as Sql} ${symbol} ${values[0] as Sql}`
  return sql`(${join(columns)}) ${symbol} (${join(values)})`
}
