import type { Row } from '@guanxi/core'
import {
  type ColumnType,
  columnTypeOf,
  type EntityIR,
  type FieldIR,
  fold,
  hasExtra,
  searchText,
  valueIn,
} from '@guanxi/core/storage'
import type { BulkDialect, Dialect } from '../dialect.ts'
import { id, join, type Sql, sql } from '../fragment.ts'
import type { Storage } from '../lower/lowering.ts'
import { extraKey, extraSearchKey, searchName } from '../lower/node.ts'
import { columnName } from '../names.ts'

/** A column as an insert fills it. */
export interface InsertColumn {
  readonly name: string
  readonly type: ColumnType
  /** The driver's value for a record. */
  value(row: Row): unknown
}

/** The columns of each entity's table, the tenant left out. */
export class InsertColumns {
  readonly #dialect: Dialect
  readonly #known = new WeakMap<EntityIR, readonly InsertColumn[]>()

  constructor(dialect: Dialect) {
    this.#dialect = dialect
  }

  of(entity: EntityIR): readonly InsertColumn[] {
    let columns = this.#known.get(entity)
    if (columns === undefined) {
      columns = insertColumns(this.#dialect, entity)
      this.#known.set(entity, columns)
    }
    return columns
  }
}

/** A table and its columns, the tenant first. */
export function tableAndColumns({ names }: Storage, entity: EntityIR, columns: readonly InsertColumn[]): Sql {
  return sql`${names.table(entity.plural)} (${join([id('tenant'), ...columns.map(({ name }) => id(name))])})`
}

/** `insert into` a table and its columns. */
export function insertInto(storage: Storage, entity: EntityIR, columns: readonly InsertColumn[]): Sql {
  return sql`insert into ${tableAndColumns(storage, entity, columns)}`
}

/** From so many rows on one statement for all of them is worth it, where the dialect has one. */
export const bulkFrom = 5

/** An insert of rows that are given as a list for each column: the parameters are those of `listsOf`. */
export function insertLists(
  storage: Storage,
  entity: EntityIR,
  columns: readonly InsertColumn[],
  bulk: BulkDialect,
): Sql {
  const types = columns.map(({ type }) => type)
  const source = bulk.from(
    types,
    columns.map((_, i) => ({ slot: i + 1 })),
  )
  const tenant = storage.dialect.parameter({ slot: 0 }, 'text')
  return sql`${insertInto(storage, entity, columns)} select ${tenant}, u.* from ${source} as u`
}

/** The parameters of rows in as many statements as take them. */
export function listsOf(tenant: string, columns: readonly InsertColumn[], rows: readonly Row[], bulk: BulkDialect) {
  return Array.from({ length: Math.ceil(rows.length / bulk.rows) }, (_, i): readonly unknown[] => {
    const part = rows.slice(i * bulk.rows, (i + 1) * bulk.rows)
    return [tenant, ...columns.map((column) => part.map((row) => column.value(row)))]
  })
}

/** The parameters of a row, the tenant first. */
export function insertValues({ dialect }: Storage, columns: readonly InsertColumn[]): Sql {
  const values = columns.map(({ type }, i) => dialect.parameter({ slot: i + 1 }, type))
  return join([dialect.parameter({ slot: 0 }, 'text'), ...values])
}

/** The values of {@link insertValues}. */
export function insertParameters(tenant: string, columns: readonly InsertColumn[], row: Row): readonly unknown[] {
  const parameters = new Array<unknown>(columns.length + 1)
  parameters[0] = tenant
  for (let i = 0; i < columns.length; i++) parameters[i + 1] = (columns[i] as InsertColumn).value(row)
  return parameters
}

function insertColumns(dialect: Dialect, entity: EntityIR): readonly InsertColumn[] {
  const columns: InsertColumn[] = []
  for (const field of entity.fields.values()) {
    if (field.place === 'extra') continue
    columns.push(fieldColumn(dialect, field))
    if (field.search) columns.push({ name: searchName(field), type: 'text', value: (row) => searched(row[field.name]) })
  }
  if (hasExtra(entity)) columns.push(extraColumn(dialect, entity))
  return columns
}

/** The search text of a value, or null. */
export const searched = (value: unknown): string | null => (typeof value === 'string' ? searchText(value) : null)

/** A value's folded text, or null: in the JSON column, which no search index covers. */
export const folded = (value: unknown): string | null => (typeof value === 'string' ? fold(value) : null)

function fieldColumn(dialect: Dialect, { name, kind }: FieldIR): InsertColumn {
  const type = columnTypeOf(kind)
  const encode = dialect.codec(type).encode
  const value = (row: Row) => {
    const given = row[name] ?? null
    return given === null || encode === undefined ? given : encode(given)
  }
  return { name: columnName(name), type, value }
}

function extraColumn(dialect: Dialect, entity: EntityIR): InsertColumn {
  const fields = [...entity.fields.values()].filter((field) => field.place === 'extra')
  const encode = dialect.codec('json').encode ?? ((value) => value)
  const empty = encode({})
  const value = (row: Row) => {
    if (fields.length === 0) return empty
    const document: Record<string, unknown> = {}
    for (const field of fields) {
      const given = valueIn(row, field.name) ?? null
      // A missing key reads as the default: a null beside one must be written.
      if (given === null && (field.default === undefined || !field.nullable)) continue
      document[extraKey(field)] = given
      if (field.search) document[extraSearchKey(field)] = folded(given)
    }
    return encode(document)
  }
  return { name: 'extra', type: 'json', value }
}
