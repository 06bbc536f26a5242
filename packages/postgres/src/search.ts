import { type Finding, searchText } from '@guanxi/core/storage'
import { id, join, lit, type SearchDialect, type SearchIndex, type Sql, sql } from '@guanxi/sql'

/**
 * A GIN index of trigrams (pg_trgm). It does not lead with the tenant: that would take an extension more, or make each
 * search read the tenant's rows too. A short pending list: searches read all of it.
 */
export const search: SearchDialect = {
  by: 'condition',
  pattern: (text) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`,
  contains: (text, pattern) => sql`${text} like ${pattern}`,
  create: async (index) => [createIndex(index)],
  outline: (index) => [createIndex(index)],
  drop: ({ name, schema }) => [sql`drop index if exists ${schema === undefined ? id(name) : id(schema, name)}`],
  async inspect(indexes, ask) {
    const [extension] = await ask(
      sql`select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm'`,
    )
    if (extension === undefined) return [noExtension]
    const found: Finding[] = []
    const [trigrams] = await ask(sql`select ${id(String(extension[0]), 'show_trgm')}(${lit(searchText('王伟'))})::text`)
    if (trigrams?.[0] === '{}') found.push(noLetters)
    for (const { name, bareTable, schema } of indexes) {
      const space = schema === undefined ? sql`current_schema()` : lit(schema)
      const [there] = await ask(sql`select 1 from pg_indexes where schemaname = ${space} and indexname = ${lit(name)}`)
      if (there === undefined) found.push(missing(`The table ${bareTable} has no search index`, 'Call'))
    }
    return found
  },
}

const missing = (problem: string, fix: string): Finding => ({
  code: 'search_index_missing',
  severity: 'warning',
  problem: `${problem}: contains and search read every row.`,
  fix: `${fix} \`await crm.rebuildSearch()\`.`,
})

const noExtension = missing(
  'The extension pg_trgm is not there',
  'Run `create extension pg_trgm` as a role that may create extensions in this database, and call',
)

const noLetters: Finding = {
  code: 'search_ctype',
  severity: 'warning',
  problem:
    'The character type of the database (LC_CTYPE) knows no letters but ASCII: Chinese is searched by reading every row.',
  fix: "Restore a dump into a database with a UTF-8 character type: `create database … template template0 encoding 'UTF8' lc_ctype 'C.UTF-8'`.",
}

/** Stands for the schema of the extension until it is known. */
const space = 'schema of pg_trgm'

/** The index over columns; its operators are in the schema of the extension. */
export function indexOver({ table, name, columns }: SearchIndex): Sql {
  const list = join(columns.map((column) => sql`${id(column)} ${id(space, 'gin_trgm_ops')}`))
  return sql`create index ${id(name)} on ${table} using gin (${list}) with (gin_pending_list_limit = 256)`
}

/** Where the extension cannot be had there is no index, and searching scans: `crm.check()` says what to do. */
function createIndex(index: SearchIndex): Sql {
  return sql`do $guanxi$
declare
  found text;
begin
  perform pg_advisory_xact_lock(hashtextextended('guanxi pg_trgm', 0));
  begin
    if not exists (select 1 from pg_extension where extname = 'pg_trgm') then
      create extension pg_trgm;
    end if;
  exception when insufficient_privilege or feature_not_supported or undefined_file then
    null;
  end;
  select n.nspname into found from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm';
  if found is not null then
    execute replace($index$${indexOver(index)}$index$, ${lit(`"${space}"`)}, quote_ident(found));
  end if;
end $guanxi$`
}
