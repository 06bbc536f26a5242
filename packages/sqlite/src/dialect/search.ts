import type { Finding } from '@guanxi/core'
import { id, join, lit, raw, type SearchByKeys, type SearchIndex, type Sql, sql } from '@guanxi/sql'

/** Row ids that no VACUUM and no dump changes: the index names rows by them. */
const key = 'rid'

/**
 * An FTS5 table of trigrams, kept by triggers, so that raw writes are found too. It has neither positions nor sizes:
 * what it finds is looked at again. It cannot lead with the tenant.
 */
export const search: SearchByKeys = {
  by: 'keys',
  key,
  pattern: (text) => [...trigrams(text)].map((part) => `"${part.replaceAll('"', '""')}"`).join(' AND '),
  keys: ({ name }, pattern) => sql`select rowid as ${id('k')} from ${id(name)} where ${id(name)} match ${pattern}`,
  names: () => sql`select name from sqlite_master where type = 'table' and sql like 'create virtual table%using fts5%'`,
  async create(index, ask) {
    if (!(await hasFts5(ask))) return []
    return [...(await keyed(index.bareTable, ask)), ...outline(index)]
  },
  outline,
  // The triggers name the columns that the index is made of, and the index reads the table.
  drop: ({ name }) => [
    ...['insert', 'update', 'delete'].map((event) => sql`drop trigger if exists ${id(`${name}_${event}`)}`),
    sql`drop table if exists ${id(name)}`,
  ],
  async inspect(indexes, ask) {
    if (!(await hasFts5(ask)))
      return [missing('This SQLite has no FTS5', 'Use a build of SQLite that has it, and call')]
    const there = new Set((await ask(search.names())).map(([name]) => name))
    const found: Finding[] = []
    for (const { name, bareTable } of indexes) {
      if (!there.has(name)) found.push(missing(`The table ${bareTable} has no search index`, 'Call'))
      else if (!(await isInStep(name, ask))) found.push(outOfStep(bareTable))
    }
    return found
  },
}

type Ask = (query: Sql) => Promise<readonly (readonly unknown[])[]>

const hasFts5 = async (ask: Ask): Promise<boolean> =>
  (await ask(sql`select 1 from pragma_module_list where name = 'fts5'`)).length > 0

/** FTS5 compares the index with the table itself. */
function isInStep(name: string, ask: Ask): Promise<boolean> {
  const check = sql`insert into ${id(name)} (${id(name)}, rank) values ('integrity-check', 1)`
  return ask(check).then(
    () => true,
    () => false,
  )
}

const missing = (problem: string, fix: string): Finding => ({
  code: 'search_index_missing',
  severity: 'warning',
  problem: `${problem}: contains and search read every row.`,
  fix: `${fix} \`await crm.rebuildSearch()\`.`,
})

const outOfStep = (table: string): Finding => ({
  code: 'search_out_of_step',
  severity: 'error',
  problem: `The search index of the table ${table} is not what its rows say: contains and search miss some.`,
  fix: 'Call `await crm.rebuildSearch()`.',
})

function trigrams(text: string): ReadonlySet<string> {
  const points = [...text]
  return new Set(points.slice(2).map((_, i) => points.slice(i, i + 3).join('')))
}

function outline({ bareTable, name, columns }: SearchIndex): readonly Sql[] {
  const [index, table, list] = [id(name), id(bareTable), join(columns.map((column) => id(column)))]
  const values = (row: 'old' | 'new') => join([id(row, key), ...columns.map((column) => id(row, column))])
  const put = sql`insert into ${index} (rowid, ${list}) values (${values('new')})`
  const take = sql`insert into ${index} (${index}, rowid, ${list}) values ('delete', ${values('old')})`
  const changed = join(
    columns.map((column) => sql`${id('old', column)} is not ${id('new', column)}`),
    ' or ',
  )
  const on = (event: string, when: Sql, ...actions: readonly Sql[]) =>
    sql`create trigger ${id(`${name}_${event}`)} after ${raw(event)} on ${table} ${when} begin ${join(actions, '; ')}; end`
  return [
    sql`create virtual table ${index} using fts5(${list}, content = ${lit(bareTable)}, content_rowid = ${lit(key)}, detail = 'none', columnsize = 0, tokenize = 'trigram case_sensitive 1')`,
    sql`insert into ${index} (${index}) values ('rebuild')`,
    on('insert', raw(''), put),
    on('update', sql`when ${changed}`, take, put),
    on('delete', raw(''), take),
  ]
}

/** The table made anew with the key, where it has none: SQLite cannot add a primary key. */
async function keyed(table: string, ask: Ask): Promise<readonly Sql[]> {
  const found = await ask(sql`select name, type, "notnull", dflt_value from pragma_table_info(${lit(table)})`)
  if (found.some(([name]) => name === key)) return []
  const kept = await ask(
    sql`select sql from sqlite_master where tbl_name = ${lit(table)} and type in ('index', 'trigger') and sql is not null`,
  )
  const columns = found.map(
    ([name, type, required, value]) =>
      sql`${id(String(name))} ${raw(String(type))}${raw(Number(required) === 1 ? ' not null' : '')}${raw(value === null ? '' : ` default ${String(value)}`)}`,
  )
  const list = join(found.map(([name]) => id(String(name))))
  const made = id(`${table}_keyed`)
  return [
    sql`create table ${made} (${id(key)} integer primary key, ${join(columns)}, unique (tenant, id)) strict`,
    sql`insert into ${made} (${list}) select ${list} from ${id(table)} order by rowid`,
    sql`drop table ${id(table)}`,
    sql`alter table ${made} rename to ${id(table)}`,
    ...kept.map(([text]) => raw(String(text))),
  ]
}
