import type { ColumnType } from '@guanxi/core/storage'
import { type Codec, type Dialect, dayOf, id, join, lit, postgresCompiler, raw, type Sql, sql } from '@guanxi/sql'
import { bucket, bucketText } from './bucket.ts'
import { instant } from './instant.ts'
import { search } from './search.ts'

const types = {
  text: 'text',
  integer: 'bigint',
  number: 'double precision',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
  json: 'jsonb',
  exact: 'numeric',
} as const

const toNumber: Codec = { decode: Number }
const codecs: Readonly<Record<ColumnType, Codec>> = {
  text: {},
  integer: toNumber,
  number: toNumber,
  boolean: { decode: (value) => value === true || value === 't' },
  date: { decode: (value) => dayOf(Number(value)) },
  datetime: { decode: instant },
  json: { encode: (value) => JSON.stringify(value), decode: (value) => JSON.parse(String(value)) },
}

/** Whether the key `e.key` begins with any of these. */
const startsWith = (prefixes: readonly string[]): Sql =>
  join(
    prefixes.map((prefix): Sql => sql`starts_with(e.key, ${lit(prefix)})`),
    ' or ',
  )

/** What a statement says that was refused because a row was not as expected. */
export const refusal = 'guanxi_expectation'

/** Postgres 14 and later. Every value leaves so that the parsers of a host's own client cannot change it. */
export const dialect: Dialect = {
  id: 'postgres',
  compiler: postgresCompiler(),
  capabilities: { rowLocks: true, concurrentWriters: true },
  codec: (type) => codecs[type],
  parameter: (parameter, type) => sql`${parameter}::${raw(types[type])}`,
  output(expression, type) {
    // Spelled in a fifth of the time that a date takes, and whatever style of dates the session has.
    if (type === 'date') return sql`(${expression} - date '1970-01-01')`
    return type === 'json' ? sql`(${expression})::text` : expression
  },
  order(expression, direction, plain) {
    const words = plain === true ? direction : direction === 'asc' ? 'asc nulls first' : 'desc nulls last'
    return sql`${expression} ${raw(words)}`
  },
  position: (text, part) => sql`strpos(${text}, ${part})`,
  search,
  bucket,
  bucketText,
  list: {
    // Each of them is a text, or becomes one.
    joined: (values) => sql`string_agg(${values}::text, ',')`,
    json: (values) => sql`json_agg(${values})`,
    days: 'numbers',
  },
  // What has keys of its own, like members, is few. With as many groups as rows, grouping twice takes half as long again.
  groupedFirst: ({ on }) => on.name !== 'id',
  lock(mode, alias) {
    const table = id(alias)
    if (mode === 'share') return sql`for share of ${table}`
    return mode === 'update' ? sql`for update of ${table}` : sql`for update of ${table} skip locked`
  },
  // What is no number fails, before anything is read; the words tell this failure from others.
  demand: {
    of: 'statement',
    condition: (holds) => sql`(case when ${holds} then '1' else ${lit(refusal)} end)::int = 1`,
  },
  compact: (tables) => tables.map((table) => sql`vacuum ${table}`),
  extra: {
    read(extra, key, type) {
      if (type === 'json') return sql`nullif(${extra} -> ${lit(key)}, 'null'::jsonb)`
      const text = sql`(${extra} ->> ${lit(key)})`
      return type === 'text' ? sql`${text} collate "C"` : sql`${text}::${raw(types[type])}`
    },
    has: (extra, key) => sql`${extra} ? ${lit(key)}`,
    set: (extra, entries) =>
      join([extra, ...entries.map(([key, json]) => sql`jsonb_build_object(${lit(key)}, ${json}::jsonb)`)], ' || '),
    remove: (extra, key) => sql`${extra} - ${lit(key)}`,
    each: (extra) => sql`jsonb_each(${extra}) as e`,
    holds: (extra, prefixes) => sql`exists (select 1 from jsonb_each(${extra}) as e where ${startsWith(prefixes)})`,
    without: (extra, prefixes) =>
      sql`(select coalesce(jsonb_object_agg(e.key, e.value), '{}'::jsonb) from jsonb_each(${extra}) as e where not (${startsWith(prefixes)}))`,
  },
  ddl: {
    type(type) {
      if (type === 'text') return 'text collate "C"'
      return type === 'datetime' ? 'timestamptz(3)' : types[type]
    },
    literal: (value) => (typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)),
    tableSuffix: '',
    indexColumn: (column) => sql`${column} nulls first`,
    dropIndex: (index, schema) => sql`drop index ${schema === undefined ? id(index) : id(schema, index)}`,
    tableExists(table, schema) {
      // A scan sees what was committed while we waited for the lock; `to_regclass` may answer from this connection's cache.
      const space = schema === undefined ? sql`current_schema()` : lit(schema)
      return sql`select 1 from pg_catalog.pg_tables where tablename = ${lit(table)} and schemaname = ${space}`
    },
  },
  bulk: {
    rows: 1000,
    from: (columns, parameters) =>
      sql`unnest(${join(parameters.map((parameter, i) => sql`${parameter}::${raw(`${types[columns[i] ?? 'text']}[]`)}`))})`,
    copy: (into) => sql`copy ${into} from stdin`,
  },
  inserted: raw('(xmax = 0)'),
}
