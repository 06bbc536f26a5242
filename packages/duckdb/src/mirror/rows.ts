import type { DuckDBConnection } from '@duckdb/node-api'
import type { Row } from '@guanxi/core'
import { always, type Condition, type EntityIR, type FieldIR, fieldOf, type Session } from '@guanxi/core/storage'
import { columnName } from '@guanxi/sql'
import { runOn } from '../connection.ts'
import type { Copied } from './copied.ts'

/** So many values a condition takes. */
const most = 500

/** Rows of the main storage as they are stored, in the order of their ids, those in the bin among them. */
export async function rowsAfter(
  main: Session,
  entity: EntityIR,
  tenant: string,
  {
    after,
    limit,
    where = always,
  }: { readonly after: string | null; readonly limit: number; readonly where?: Condition },
): Promise<readonly Row[]> {
  const orderBy = [{ path: { hops: [], field: fieldOf(entity, 'id') }, direction: 'asc' }] as const
  const query = { entity, tenant, access: null, where, bin: 'with', orderBy, limit } as const
  return (await main.select({ ...query, after: after === null ? null : [after] })).map(({ row }) => row)
}

/** Those that have one of these values in a field. */
export async function rowsOf(
  main: Session,
  { stored }: Copied,
  tenant: string,
  field: FieldIR,
  values: readonly string[],
): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (let from = 0; from < values.length; from += most) {
    const where = { node: 'in', field, negated: false, values: values.slice(from, from + most) } as const
    for (const row of await allRows(main, stored, tenant, where)) rows.push(row)
  }
  return rows
}

/** All rows for which something holds. */
export async function allRows(
  main: Session,
  stored: EntityIR,
  tenant: string,
  where: Condition,
): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (let after: string | null = null; ; ) {
    const page: readonly Row[] = await rowsAfter(main, stored, tenant, { after, limit: 5000, where })
    for (const row of page) rows.push(row)
    if (page.length < 5000) return rows
    after = String(page.at(-1)?.id)
  }
}

/** Appends rows to the copy. */
export async function append(
  connection: DuckDBConnection,
  copied: Copied,
  tenant: string,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return
  const appender = await connection.createAppender(copied.table)
  for (const row of rows) copied.append(appender, tenant, row)
  appender.closeSync()
}

/** Takes rows out of the copy: those that have one of these values in a field. */
export async function remove(
  connection: DuckDBConnection,
  { table }: Copied,
  tenant: string,
  field: string,
  values: readonly string[],
): Promise<void> {
  if (values.length === 0) return
  const sql = `delete from "${table}" where tenant = $1 and "${columnName(field)}" in (select unnest($2::json::varchar[]))`
  await runOn(connection, [{ sql, parameters: [tenant, values] }])
}

/** Takes all rows of a tenant out of the copy. */
export async function removeAll(connection: DuckDBConnection, { table }: Copied, tenant: string): Promise<void> {
  await runOn(connection, [{ sql: `delete from "${table}" where tenant = $1`, parameters: [tenant] }])
}

/** The versions that the copy has of some records. */
export async function versionsOf(
  connection: DuckDBConnection,
  { table }: Copied,
  tenant: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const sql = `select id, version from "${table}" where tenant = $1 and id in (select unnest($2::json::varchar[]))`
  const [found] = await runOn(connection, [{ sql, parameters: [tenant, ids] }])
  return new Map((found?.rows ?? []).map(([id, version]) => [String(id), Number(version)]))
}
