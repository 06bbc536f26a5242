import { type Dialect, id, join, lit, raw, type Sql, sql, sqliteCompiler } from '@guanxi/sql'
import { bucket, bucketText } from './bucket.ts'
import { search } from './search.ts'

const columnTypes = {
  text: 'text',
  integer: 'integer',
  number: 'real',
  boolean: 'integer',
  date: 'text',
  datetime: 'text',
  json: 'text',
} as const

/** A key of the JSON document, as a path; keys have a dot in them. */
const path = (key: string): Sql => lit(`$."${key.replaceAll('"', '\\"')}"`)

/** Whether the key `e.key` begins with any of these. */
const startsWith = (prefixes: readonly string[]): Sql =>
  join(
    prefixes.map((prefix) => sql`substr(e.key, 1, ${raw(String(prefix.length))}) = ${lit(prefix)}`),
    ' or ',
  )

/** What a statement says that was refused because a row was not as expected. */
export const refusal = 'guanxi_expectation'

/**
 * SQLite's SQL, whatever driver runs it: instants and days are text, booleans 0 and 1, documents JSON text. It needs
 * SQLite 3.38 or newer.
 *
 * @example
 * import { AsyncLocalStorage } from 'node:async_hooks'
 * import { type Driver, sqlAdapter } from '@guanxi/sql'
 *
 * export const nodeSqlite = (driver: Driver) =>
 *   sqlAdapter({ dialect: { ...sqliteDialect, id: 'node-sqlite' }, driver, context: new AsyncLocalStorage<object>() })
 */
export const sqliteDialect: Dialect = {
  id: 'sqlite',
  compiler: sqliteCompiler(),
  capabilities: { rowLocks: false, concurrentWriters: false },
  codec(type) {
    if (type === 'boolean') return { encode: (value) => (value === true ? 1 : 0), decode: (value) => value === 1 }
    if (type === 'json')
      return { encode: (value) => JSON.stringify(value), decode: (value) => JSON.parse(String(value)) }
    return {}
  },
  // With a bare parameter SQLite prepares a statement that sorts anew whenever it is bound, in ten times the time that the
  // statement takes. It does not look through the plus.
  parameter: (parameter) => sql`+${parameter}`,
  output: (expression) => expression,
  order: (expression, direction) => sql`${expression} ${raw(direction)}`,
  position: (text, part) => sql`instr(${text}, ${part})`,
  search,
  bucket,
  bucketText,
  list: { joined: (values) => sql`group_concat(${values})`, json: (values) => sql`json_group_array(${values})` },
  lock: () => undefined,
  // What is no path fails. The condition is tried at the first row: where there is none, not at all.
  demand: {
    of: 'row',
    condition: (holds) => sql`(select json_extract('1', case when ${holds} then '$' else ${lit(refusal)} end)) = 1`,
  },
  // FTS5 writes its index at the end of each statement: a hundred rows take a third of the time.
  searchedRows: [100, 10],
  unindexed: (condition) => sql`+(${condition})`,
  compact: (_, searches) => [
    ...searches.map((name) => sql`insert into ${id(name)} (${id(name)}) values ('optimize')`),
    sql`vacuum`,
    sql`pragma wal_checkpoint(truncate)`,
  ],
  extra: {
    read: (extra, key, type) =>
      type === 'json' ? sql`nullif(${extra} -> ${path(key)}, 'null')` : sql`(${extra} ->> ${path(key)})`,
    has: (extra, key) => sql`json_type(${extra}, ${path(key)}) is not null`,
    set: (extra, entries) =>
      sql`json_set(${join([extra, ...entries.flatMap(([key, json]) => [path(key), sql`json(${json})`])])})`,
    remove: (extra, key) => sql`json_remove(${extra}, ${path(key)})`,
    each: (extra) => sql`json_each(${extra}) as e`,
    holds: (extra, prefixes) => sql`exists (select 1 from json_each(${extra}) as e where ${startsWith(prefixes)})`,
    without: (extra, prefixes) =>
      sql`(select json_group_object(e.key, json(${extra} -> e.fullkey)) from json_each(${extra}) as e where not (${startsWith(prefixes)}))`,
  },
  ddl: {
    type: (type) => columnTypes[type],
    literal(value) {
      if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`
      return String(typeof value === 'boolean' ? Number(value) : value)
    },
    tableSuffix: ' strict',
    indexColumn: (column) => column,
    dropIndex: (index) => sql`drop index ${id(index)}`,
    tableExists: (table) => sql`select 1 from sqlite_master where type = 'table' and name = ${lit(table)}`,
  },
}
