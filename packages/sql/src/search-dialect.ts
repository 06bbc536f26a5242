import type { Finding } from '@guanxi/core'
import type { Sql } from './fragment.ts'

/**
 * A table's search index, as its statements are made.
 *
 * @example
 * const create = ({ name, table, columns }: SearchIndex) =>
 *   sql`create index ${id(name)} on ${table} (${join(columns.map((column) => id(column)))})`
 */
export interface SearchIndex {
  /** The table with its schema, and without quotes or schema. */
  readonly table: Sql
  readonly bareTable: string
  /** The index, without quotes or schema. */
  readonly name: string
  readonly schema: string | undefined
  /** The columns of search texts. */
  readonly columns: readonly string[]
}

interface SearchDdl {
  /** What is bound to find a search text of at least three characters. */
  pattern(text: string): string
  /** The statements that make the index of a table whose columns are filled. What they are may hang on the table: `ask` reads. */
  create(index: SearchIndex, ask: Ask): Promise<readonly Sql[]>
  /** The same for reading, without looking at the table. */
  outline(index: SearchIndex): readonly Sql[]
  /** The statements that take the index away, if there is one. */
  drop(index: SearchIndex): readonly Sql[]
  /** What keeps these indexes from finding everything, or from being there. `ask` may change things: all of it is undone. */
  inspect(indexes: readonly SearchIndex[], ask: Ask): Promise<readonly Finding[]>
}

type Ask = (query: Sql) => Promise<readonly (readonly unknown[])[]>

/**
 * The planner finds the index by itself: a condition that holds where a search text contains another, and nowhere else.
 *
 * @example
 * const found = (search: SearchByCondition, text: Sql, part: string) => search.contains(text, lit(search.pattern(part)))
 */
export interface SearchByCondition extends SearchDdl {
  readonly by: 'condition'
  contains(text: Sql, pattern: Sql): Sql
}

/**
 * The index is a table of its own.
 *
 * @example
 * const found = (search: SearchByKeys, name: string, part: string) => search.keys({ name }, lit(search.pattern(part)))
 */
export interface SearchByKeys extends SearchDdl {
  readonly by: 'keys'
  /** The column of the table that the keys name: unique over all tenants, whole numbers. */
  readonly key: string
  /** Selects, as `k`, the keys of all rows one of whose columns contains the text; others may be among them. */
  keys(index: Pick<SearchIndex, 'name'>, pattern: Sql): Sql
  /** Selects the names of the indexes that are there. */
  names(): Sql
}

/**
 * Finding search texts by an index. Without it `contains` reads every row of its range.
 *
 * @example
 * const way = (search: SearchDialect) => (search.by === 'keys' ? search.key : 'the planner')
 */
export type SearchDialect = SearchByCondition | SearchByKeys
