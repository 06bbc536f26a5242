import { columnTypeOf, type EntityIR, extraKeyOf, type FieldIR } from '@guanxi/core/storage'
import type { Dialect } from '../dialect.ts'
import { id, type Sql, sql } from '../fragment.ts'
import { columnName } from '../names.ts'

/** A record in a statement: where its fields are found. */
export interface Node {
  readonly entity: EntityIR
  column(field: FieldIR): Sql
  /** The folded text of a searchable field. */
  search(field: FieldIR): Sql
  /** Whether the field may be missing here. */
  nullable(field: FieldIR): boolean
  readonly tenant: Sql
  /** It is known not to be in the bin. */
  readonly alive?: boolean
}

/** The key of a field in the JSON column. */
export const extraKey = extraKeyOf
/** The key of its folded text. */
export const extraSearchKey = (field: FieldIR): string => `~${extraKey(field)}`

/** The row of a table; without an alias, of the only table in sight. */
export function tableNode(dialect: Dialect, entity: EntityIR, alias?: string): Node {
  const at = (column: string) => (alias === undefined ? id(column) : id(alias, column))
  return {
    entity,
    tenant: at('tenant'),
    column: (field) =>
      field.place === 'column' ? at(columnName(field.name)) : extraValue(dialect, at('extra'), field),
    search: (field) =>
      field.place === 'column' ? at(searchName(field)) : dialect.extra.read(at('extra'), extraSearchKey(field), 'text'),
    nullable: (field) => field.nullable || (field.place === 'extra' && field.default === undefined),
  }
}

/** A row of a derived table that has a column for each field. */
export function derivedNode(of: Node, alias: string, masked: ReadonlyMap<string, unknown>): Node {
  return {
    entity: of.entity,
    tenant: id(alias, 'tenant'),
    column: (field) => id(alias, columnName(field.name)),
    search: (field) => id(alias, searchName(field)),
    nullable: (field) => masked.has(field.name) || of.nullable(field),
    ...(of.alive === true && { alive: true }),
  }
}

/** The name of the column of a field's folded text. */
export const searchName = (field: FieldIR): string => `${columnName(field.name)}_search`

/** Rows older than a field have no key for it, and read as its default. */
function extraValue(dialect: Dialect, extra: Sql, field: FieldIR): Sql {
  const type = columnTypeOf(field.kind)
  const read = dialect.extra.read(extra, extraKey(field), type)
  if (field.default === undefined || field.default === null) return read
  const encode = dialect.codec(type).encode
  const constant = encode === undefined ? field.default : encode(field.default)
  const value = dialect.parameter({ constant }, type)
  // Where a join found no record, there is no document either.
  return sql`case when ${dialect.extra.has(extra, extraKey(field))} then ${read} when ${extra} is not null then ${value} end`
}
