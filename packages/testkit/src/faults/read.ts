import type { Postgres } from '../dump/postgres.ts'
import type { Sqlite } from '../dump/sqlite.ts'
import { inOrder, type RawRow, type RawTables } from './tables.ts'

const own = `like 'crm\\_%' escape '\\'`
const sqliteListed = `select name from pragma_table_list where schema = 'main' and type = 'table' and name ${own} and name <> 'crm_migrations'`

/** All rows of an SQLite database. */
export function sqliteTables(native: Sqlite): RawTables {
  const names = native.prepare(sqliteListed).all() as readonly { readonly name: string }[]
  return new Map(
    names.map(({ name }) => [
      name.replace('crm_', ''),
      inOrder(native.prepare(`select * from "${name}"`).all() as readonly RawRow[]),
    ]),
  )
}

/** The tables of a Postgres database. */
export const postgresListed = `select tablename as line from pg_tables where schemaname = current_schema and tablename ${own} and tablename <> 'crm_migrations' order by 1`

/** A statement for all rows of some tables: each with its table, as JSON. */
export const allRows = (names: readonly string[]): string =>
  names.map((name) => `select '${name}' as name, to_jsonb(t)::text as line from "${name}" as t`).join(' union all ')

/** What {@link allRows} answers. */
export function tablesIn(lines: readonly (readonly [table: string, row: string])[]): RawTables {
  const tables = new Map<string, RawRow[]>()
  for (const [name, line] of lines) {
    const table = name.replace('crm_', '')
    const rows = tables.get(table) ?? []
    rows.push(JSON.parse(line) as RawRow)
    tables.set(table, rows)
  }
  return new Map([...tables].map(([table, rows]) => [table, inOrder(rows)]))
}

/** All rows of a Postgres database. */
export async function postgresTables(native: Postgres): Promise<RawTables> {
  const { rows: names } = await native.query(postgresListed)
  const { rows } = await native.query(allRows(names.map(({ line }) => line)))
  return tablesIn((rows as readonly { name: string; line: string }[]).map(({ name, line }) => [name, line]))
}
