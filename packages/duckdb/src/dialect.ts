import type { ColumnType } from '@guanxi/core/storage'
import { type Dialect, id, join, lit, type Parameter, postgresCompiler, raw, type Sql, sql } from '@guanxi/sql'
import { bucket, bucketText } from './bucket.ts'
import { codecs, halves, types } from './codec.ts'

const epoch = raw("date '1970-01-01'")

/** A key of the JSON document, as a path; keys have a dot in them. */
const path = (key: string): Sql => lit(`$."${key.replaceAll('"', '\\"')}"`)

/** Whether the key `e.key` begins with any of these. */
const startsWith = (prefixes: readonly string[]): Sql =>
  join(
    prefixes.map((prefix): Sql => sql`starts_with(e.key, ${lit(prefix)})`),
    ' or ',
  )

/** As whole numbers are compared with it. */
const exact = (parameter: Parameter): Parameter =>
  'slot' in parameter ? { slot: parameter.slot, encode: halves } : { constant: halves(parameter.constant) }

/** DuckDB's SQL, as far as a database of copies needs it: reading, and inserting what nobody else has. */
export const dialect: Dialect = {
  id: 'duckdb',
  compiler: postgresCompiler(),
  capabilities: { rowLocks: false, concurrentWriters: false },
  codec: (type) => codecs[type],
  parameter(parameter, type) {
    if (type === 'datetime') return sql`epoch_ms(${parameter}::bigint)`
    if (type === 'date') return sql`(${epoch} + ${parameter}::integer)`
    return sql`${type === 'exact' ? exact(parameter) : parameter}::${raw(types[type])}`
  },
  output(expression, type) {
    if (type === 'datetime') return sql`epoch_ms(${expression})`
    return type === 'date' ? sql`(${expression} - ${epoch})` : expression
  },
  order: (expression, direction) =>
    sql`${expression} ${raw(direction === 'asc' ? 'asc nulls first' : 'desc nulls last')}`,
  // It has an order for rows with missing values, too.
  rowValues: false,
  position: (text, part) => sql`strpos(${text}, ${part})`,
  bucket,
  bucketText,
  // What is made of a list is its JSON: the connection spells it.
  list: {
    joined: (values) => sql`string_agg(${values}::varchar, ',')`,
    json: (values) => sql`list(${values})`,
  },
  // Joining is cheap where columns are read whole; grouping twice is not.
  groupedFirst: () => false,
  lock: () => undefined,
  extra: {
    read(extra, key, type) {
      if (type === 'json') return sql`nullif(${extra} -> ${path(key)}, 'null')`
      const text = sql`(${extra} ->> ${path(key)})`
      // Conditions are tried in any order: on rows of another tenant, too, where this key may mean something else.
      return type === 'text' ? text : sql`try_cast(${text} as ${raw(types[type])})`
    },
    has: (extra, key) => sql`coalesce(json_exists(${extra}, ${path(key)}), false)`,
    set(extra, entries) {
      const keys = join(entries.map(([key]) => lit(key)))
      const kept = sql`select e.key, e.value from json_each(${extra}) as e where e.key not in (${keys})`
      const given = entries.map(([key, json]) => sql`select ${lit(key)}, ${json}::json`)
      return sql`(select json_group_object(x.key, x.value) from (${join([kept, ...given], ' union all ')}) as x(key, value))`
    },
    remove: (extra, key) => without(extra, sql`e.key = ${lit(key)}`),
    each: (extra) => sql`json_each(${extra}) as e`,
    holds: (extra, prefixes) => sql`exists (select 1 from json_each(${extra}) as e where ${startsWith(prefixes)})`,
    without: (extra, prefixes) => without(extra, startsWith(prefixes)),
  },
  ddl: {
    type: (type) => types[type],
    literal: (value) => (typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)),
    tableSuffix: '',
    keyless: true,
    indexColumn: (column) => column,
    dropIndex: (index) => sql`drop index ${id(index)}`,
    tableExists: (table) => sql`select 1 from duckdb_tables() where table_name = ${lit(table)}`,
  },
  bulk: {
    rows: 1000,
    from: (columns, parameters) =>
      sql`(select ${join(parameters.map((parameter, i) => listed(parameter, columns[i] ?? 'text')))})`,
  },
}

/** A column's values, given as a list of what its codec makes of them. */
function listed(parameter: Parameter, type: ColumnType): Sql {
  const unnested = (of: string) => sql`unnest(${parameter}::json::${raw(`${of}[]`)})`
  if (type === 'datetime') return sql`epoch_ms(${unnested('bigint')})`
  if (type === 'date') return sql`${epoch} + ${unnested('integer')}`
  return type === 'json' ? sql`${unnested('varchar')}::json` : unnested(types[type])
}

/** The document without the keys for which something holds. */
const without = (extra: Sql, gone: Sql): Sql =>
  sql`(select coalesce(json_group_object(e.key, e.value) filter (not (${gone})), '{}'::json) from json_each(${extra}) as e)`
