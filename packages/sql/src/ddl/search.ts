import { type MigrationStep, searchText } from '@guanxi/core/storage'
import type { Dialect } from '../dialect.ts'
import type { Executor, Statement } from '../driver.ts'
import { compile, id, join, type Sql, sql } from '../fragment.ts'
import { columnName, type Names, searchIndexName } from '../names.ts'
import type { SearchIndex } from '../search-dialect.ts'

type CreateSearch = Extract<MigrationStep, { step: 'createSearch' }>

/** So many rows are read at a time. */
const page = 1000

/** The search index of a table over some fields. */
export function searchIndexOf(names: Names, table: string, fields: readonly string[] = []): SearchIndex {
  return {
    table: names.table(table),
    bareTable: names.bareTable(table),
    name: searchIndexName(names, table),
    schema: names.schema,
    columns: fields.map((field) => columnName(`${field}Search`)),
  }
}

/** Fills the search texts of the rows that are there, and makes the index. */
export async function createSearch(dialect: Dialect, names: Names, executor: Executor, step: CreateSearch) {
  await fillSearch(dialect, names, executor, step)
  const ask = async (query: Sql) => (await executor.run([plain(dialect, query)]))[0]?.rows ?? []
  const statements = (await dialect.search?.create(searchIndexOf(names, step.table, step.fields), ask)) ?? []
  await executor.run(statements.map((statement) => plain(dialect, statement)))
}

/**
 * Makes the search texts of all rows what `searchText` makes of their fields, here: databases fold in their own ways.
 * Answers how many were something else.
 */
export async function fillSearch(
  dialect: Dialect,
  names: Names,
  executor: Executor,
  { table, fields }: Pick<CreateSearch, 'table' | 'fields'>,
): Promise<number> {
  const write = compile(dialect.compiler, updateOf(dialect, names.table(table), fields)).sql
  let written = 0
  for await (const stale of staleSearch(dialect, names, executor, { table, fields })) {
    await executor.run(stale.map(({ tenant, row, texts }) => ({ sql: write, parameters: [...texts, tenant, row] })))
    written += stale.length
  }
  return written
}

/** A row whose search texts are not those of its fields, and what they should be. */
export interface StaleRow {
  readonly tenant: string
  readonly row: string
  readonly texts: readonly (string | null)[]
}

/** The rows whose search texts are not those of their fields, those of a page together. */
export async function* staleSearch(
  dialect: Dialect,
  names: Names,
  executor: Executor,
  { table, fields }: Pick<CreateSearch, 'table' | 'fields'>,
): AsyncGenerator<readonly StaleRow[]> {
  const read = compile(dialect.compiler, selectOf(dialect, names.table(table), fields)).sql
  for (let after: readonly unknown[] = ['', '']; ; ) {
    const [result] = await executor.run([{ sql: read, parameters: [...after, page] }])
    const rows = result?.rows ?? []
    const stale = rows.flatMap(([tenant, row, ...columns]): readonly StaleRow[] => {
      const texts = columns
        .slice(0, fields.length)
        .map((value) => (typeof value === 'string' ? searchText(value) : null))
      const same = texts.every((text, i) => text === columns[fields.length + i])
      return same ? [] : [{ tenant: String(tenant), row: String(row), texts }]
    })
    if (stale.length > 0) yield stale
    if (rows.length < page) return
    after = rows.at(-1)?.slice(0, 2) ?? after
  }
}

function selectOf(dialect: Dialect, table: Sql, fields: readonly string[]): Sql {
  const columns = [...fields, ...fields.map((field) => `${field}Search`)].map((field) => id(columnName(field)))
  const text = (slot: number) => dialect.parameter({ slot }, 'text')
  return sql`select tenant, id, ${join(columns)} from ${table} where (tenant, id) > (${text(0)}, ${text(1)}) order by tenant, id limit ${dialect.parameter({ slot: 2 }, 'integer')}`
}

function updateOf(dialect: Dialect, table: Sql, fields: readonly string[]): Sql {
  const text = (slot: number) => dialect.parameter({ slot }, 'text')
  const sets = fields.map((field, slot) => sql`${id(columnName(`${field}Search`))} = ${text(slot)}`)
  return sql`update ${table} set ${join(sets)} where tenant = ${text(fields.length)} and id = ${text(fields.length + 1)}`
}

const plain = (dialect: Dialect, statement: Sql): Statement => ({
  sql: compile(dialect.compiler, statement).sql,
  parameters: [],
})
