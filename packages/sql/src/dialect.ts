import type { Bucket, Capabilities, ColumnType, OneIR, SelectQuery } from '@guanxi/core/storage'
import type { Compiler, Parameter, Sql } from './fragment.ts'
import type { SearchDialect } from './search-dialect.ts'

/**
 * Canonical value to driver value and back; a missing side changes nothing. Neither ever gets null.
 *
 * @example
 * const boolean: Codec = { encode: (value) => (value === true ? 1 : 0), decode: (value) => value === 1 }
 */
export interface Codec {
  readonly encode?: (value: unknown) => unknown
  readonly decode?: (value: unknown) => unknown
}

/**
 * The type of a parameter: that of a column, or an exact number wider than any integer column.
 *
 * @example
 * const cast = (type: ParameterType) => (type === 'exact' ? 'numeric' : type)
 */
export type ParameterType = ColumnType | 'exact'

/**
 * The offsets of a zone, which are values of a query: a statement knows how many they are.
 *
 * @example
 * const first = ({ parameter }: Zone) => parameter(([first]) => first?.offset ?? 0)
 */
export interface Zone {
  readonly length: number
  /** What is made of them, as a value of the statement. */
  parameter(encode: (offsets: Bucket['offsets']) => unknown): Parameter
}

/** What differs between databases. With a {@link Driver} it makes a storage: see `sqlAdapter`. */
export interface Dialect {
  readonly id: string
  readonly compiler: Compiler
  readonly capabilities: Capabilities
  codec(type: ColumnType): Codec
  parameter(parameter: Parameter, type: ParameterType): Sql
  /** A column as it is selected, for the codec to decode. */
  output(expression: Sql, type: ColumnType): Sql
  /** A sort key, null smallest. `plain`: it is never null, and the order must be that of the primary key. */
  order(expression: Sql, direction: 'asc' | 'desc', plain?: boolean): Sql
  /** False: `(a, b) > (x, y)` is not what the standard says, never true where a value is missing. */
  readonly rowValues?: boolean
  /** Where in a text another stands, from 1; 0 if nowhere. */
  position(text: Sql, part: Sql): Sql
  /**
   * The bucket that an instant or a date falls into, something that has the order of the buckets; the zone is there for
   * instants. As text, unless `bucketText` spells it.
   */
  bucket(expression: Sql, unit: Bucket['unit'], zone: Zone | undefined): Sql
  /** A bucket as text. It is asked of groups, where `bucket` is asked of every row. */
  bucketText?(bucket: Sql, unit: Bucket['unit']): Sql
  readonly list: ListDialect
  /**
   * Whether rows are grouped by a reference before what it leads to is looked up; always unless told. It pays where many
   * rows have the same.
   */
  groupedFirst?(reference: OneIR): boolean
  /** The words that lock rows of the table of an alias, or undefined where the database has no row locks. */
  lock(mode: NonNullable<SelectQuery['lock']>, alias: string): Sql | undefined
  /** Without it rows that are expected are looked up by statements of their own. */
  readonly demand?: DemandDialect
  /**
   * The same condition, for rows that were found otherwise: no index serves it. For databases whose planner knows no
   * statistics and may take any index for the best.
   */
  unindexed?(condition: Sql): Sql
  /** The statements after which what was deleted is in no file and no index any more; `searches` are search indexes by name. */
  compact?(tables: readonly Sql[], searches: readonly string[]): readonly Sql[]
  readonly extra: ExtraDialect
  readonly ddl: DdlDialect
  readonly bulk?: BulkDialect
  /**
   * How many rows go into a table with a search index by one statement, the most first: for a database that writes the
   * index once a statement, however many rows that has. Elsewhere a row takes a statement.
   */
  readonly searchedRows?: readonly number[]
  readonly search?: SearchDialect
  /** In `returning`: whether an upsert inserted. Without it an upsert is an update and then an insert. */
  readonly inserted?: Sql
}

/**
 * The values of a group as one text. `values` may begin with the word `distinct`.
 *
 * @example
 * const list: ListDialect = { joined: (values) => sql`group_concat(${values})`, json: (values) => sql`json_group_array(${values})` }
 */
export interface ListDialect {
  /** With a comma between each two, without those that are null; null where there are none. */
  joined(values: Sql): Sql
  /** As JSON: for texts. It stands before a `filter`. */
  json(values: Sql): Sql
  /** How days leave, where that is not as texts: counted from the first of 1970 (`dayOf`). */
  readonly days?: 'numbers'
}

/** Statements that refuse to run where something is not as they expect. */
export interface DemandDialect {
  /**
   * A condition that is true where another is, and fails the whole statement where it is not, with an error that
   * `Driver.fault` tells as `expectation`.
   */
  condition(holds: Sql): Sql
  /** `statement`: it fails whatever the statement finds. `row`: only where there is a row to be looked at. */
  readonly of: 'statement' | 'row'
}

/**
 * Reading and writing keys of the JSON column.
 *
 * @example
 * const tier = (dialect: ExtraDialect) => dialect.read(id('t', 'extra'), 'app.tier', 'text')
 */
export interface ExtraDialect {
  read(extra: Sql, key: string, type: ColumnType): Sql
  has(extra: Sql, key: string): Sql
  /** The document with these keys set to JSON texts. */
  set(extra: Sql, entries: readonly (readonly [key: string, json: Parameter])[]): Sql
  /** The document without a key. */
  remove(extra: Sql, key: string): Sql
  /** The document's keys, as a source `e` with the column `key`. */
  each(extra: Sql): Sql
  /** Whether the document has a key that starts with any of these. */
  holds(extra: Sql, prefixes: readonly string[]): Sql
  /** The document without such keys. */
  without(extra: Sql, prefixes: readonly string[]): Sql
}

/**
 * Types, literals and indexes of tables.
 *
 * @example
 * const column = (ddl: DdlDialect, name: string) => sql`${id(name)} ${raw(ddl.type('text'))}`
 */
export interface DdlDialect {
  type(type: ColumnType): string
  literal(value: string | number | boolean): string
  /** After a table's closing bracket. */
  readonly tableSuffix: string
  /**
   * Tables have no keys and no indexes: for a database that only answers about rows which another one keeps, and reads
   * whole columns anyway. Nothing in it refuses a second row of one id.
   */
  readonly keyless?: boolean
  /** An index's column, null smallest. */
  indexColumn(column: Sql): Sql
  dropIndex(index: string, schema: string | undefined): Sql
  /** Selects a row if the table exists. */
  tableExists(table: string, schema: string | undefined): Sql
}

/**
 * Inserting many rows by one statement.
 *
 * @example
 * const chunks = (bulk: BulkDialect, rows: number) => Math.ceil(rows / bulk.rows)
 */
export interface BulkDialect {
  readonly rows: number
  /** A parameter that holds a column's values, as the source of `insert … select`. */
  from(types: readonly ColumnType[], parameters: readonly Parameter[]): Sql
  /** What begins to take the rows from the connection itself, into a table and its columns. Optional. */
  copy?(into: Sql): Sql
}
