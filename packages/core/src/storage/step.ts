import type { FieldKind } from '../schema/index.ts'

/**
 * How a column is stored: `json` is a JSON document. Text columns compare by Unicode code point.
 *
 * @example
 * const inMyDatabase: Partial<Record<ColumnType, string>> = { text: 'varchar', json: 'clob' }
 */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'json'

/**
 * A column by the name of its field; the storages spell both in their own way.
 *
 * @example
 * const days: ColumnDefinition = { name: 'days', type: 'integer', nullable: false, default: 30 }
 */
export interface ColumnDefinition {
  readonly name: string
  readonly type: ColumnType
  readonly nullable: boolean
  /** A value for the rows that exist already; columns added to a table that are not nullable need one. */
  readonly default?: string | number | boolean
}

/**
 * An index of a table, by the names of fields.
 *
 * @example
 * const byOwner: IndexDefinition = { name: 'seats_ownerId', columns: ['ownerId'], unique: false }
 */
export interface IndexDefinition {
  readonly name: string
  /** The tenant leads every index and is not named here. */
  readonly columns: readonly string[]
  readonly unique: boolean
  /** Only rows outside the bin. */
  readonly alive?: boolean
}

/**
 * One step of a migration: frozen data that means the same for ever. Tables are named by the plural of their entity;
 * each has a `tenant` column and its primary key is (tenant, id).
 *
 * @example
 * const step: MigrationStep = { step: 'addColumn', table: 'seats', column: { name: 'row', type: 'integer', nullable: true } }
 */
export type MigrationStep =
  | { readonly step: 'createTable'; readonly table: string; readonly columns: readonly ColumnDefinition[] }
  | { readonly step: 'dropTable'; readonly table: string }
  | { readonly step: 'addColumn'; readonly table: string; readonly column: ColumnDefinition }
  | { readonly step: 'dropColumn'; readonly table: string; readonly column: string }
  /** Gives a field of an owner's, which is in the JSON column, a column of its own, and moves its values there. */
  | { readonly step: 'promote'; readonly table: string; readonly owner: string; readonly column: ColumnDefinition }
  | { readonly step: 'createIndex'; readonly table: string; readonly index: IndexDefinition }
  | { readonly step: 'dropIndex'; readonly table: string; readonly index: string }
  /**
   * Makes the search texts of these fields, in the columns beside them, be found by an index, and fills them for the rows
   * that are there (`searchText`). A table has one such index.
   */
  | { readonly step: 'createSearch'; readonly table: string; readonly fields: readonly string[] }
  | { readonly step: 'dropSearch'; readonly table: string }
  /** Takes an owner's keys out of a table's JSON column. */
  | { readonly step: 'dropExtra'; readonly table: string; readonly owner: string }
  /** Puts a row into a table for each row of another one whose text column `filled` is neither null nor empty. */
  | {
      readonly step: 'copyRows'
      readonly table: string
      readonly from: string
      readonly filled: string
      readonly values: readonly CopiedValue[]
    }
  /** Takes rows out of a table. */
  | { readonly step: 'dropRows'; readonly table: string; readonly among: Among }
  /** Takes keys out of the documents of a JSON column, each named by the way to it; `*` is every item of a list. */
  | {
      readonly step: 'dropKeys'
      readonly table: string
      readonly column: string
      readonly paths: readonly (readonly string[])[]
      readonly among: Among
    }

/**
 * Where the values of a copied row's column come from: a column of the row copied, with a text behind it, or always the same.
 *
 * @example
 * const values: readonly CopiedValue[] = [{ column: 'companyId', of: 'id' }, { column: 'kind', value: 'phone' }]
 */
export type CopiedValue =
  | { readonly column: string; readonly of: string; readonly suffix?: string }
  | { readonly column: string; readonly value: string | number | boolean }

/**
 * The rows whose columns have one of these values each.
 *
 * @example
 * const facts: Among = { type: ['ticket.opened', 'ticket.closed'] }
 */
export type Among = Readonly<Record<string, readonly string[]>>

/**
 * The column type of a kind of field.
 *
 * @example
 * columnTypeOf('money') // integer
 * columnTypeOf('enum') // text
 */
export function columnTypeOf(kind: FieldKind): ColumnType {
  switch (kind) {
    case 'integer':
    case 'money':
      return 'integer'
    case 'number':
    case 'boolean':
    case 'date':
    case 'datetime':
    case 'json':
      return kind
    default:
      return 'text'
  }
}
