/** What is used of a client of pg. */
export interface Postgres {
  query(sql: string): Promise<{ readonly rows: readonly { readonly line: string }[] }>
}

export const isPostgres = (native: unknown): native is Postgres =>
  typeof native === 'object' && native !== null && 'query' in native && typeof native.query === 'function'

const own = (schema: string) => `${schema} not like 'pg\\_%' and ${schema} <> 'information_schema'`

const objects = [
  `select 'table ' || table_name || ': ' || string_agg(concat_ws(' ', column_name, data_type, collation_name, is_nullable, column_default), ', ' order by column_name)
   from information_schema.columns where ${own('table_schema')} group by table_schema, table_name`,
  `select 'index ' || indexdef from pg_indexes where ${own('schemaname')}`,
  `select 'constraint ' || c.conrelid::regclass || ': ' || pg_get_constraintdef(c.oid) from pg_constraint c
   join pg_namespace n on n.oid = c.connamespace where c.conrelid <> 0 and ${own('n.nspname')}`,
  `select 'sequence ' || sequencename || ' ' || coalesce(last_value::text, '') from pg_sequences where ${own('schemaname')}`,
  `select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal`,
  `select 'function ' || p.oid::regprocedure || p.prosrc from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where ${own('n.nspname')} and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
]

/** What a Postgres database holds. */
export async function postgresDump(native: Postgres) {
  const lines = async (sql: string) => (await native.query(sql)).rows.map(({ line }) => line)
  const found: string[] = []
  for (const sql of objects)
    found.push(...(await lines(`select line from (${sql}) as o(line) order by line collate "C"`)))
  const rows: Record<string, readonly string[]> = {}
  const tables = `select quote_ident(schemaname) || '.' || quote_ident(tablename) as line from pg_tables where ${own('schemaname')} order by 1`
  for (const table of await lines(tables))
    rows[table] = await lines(
      `select to_json(t)::text as line from ${table} as t order by to_json(t)::text collate "C"`,
    )
  return { objects: found, rows }
}
