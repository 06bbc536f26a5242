import type { FieldKind } from '../schema/index.ts'

/** How a column is stored: `json` is a JSON document. Text columns compare by Unicode code point. */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'json'

/** A column by the name of its field; the storages spell both in their own way. */
export interface ColumnDefinition {
  readonly name: string
  readonly type: ColumnType
  readonly nullable: boolean
  /** A value for the rows that exist already; columns added to a table that are not nullable need one. */
  readonly default?: string | number | boolean
}

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
 */
export type MigrationStep =
  | { readonly step: 'createTable'; readonly table: string; readonly columns: readonly ColumnDefinition[] }
  | { readonly step: 'dropTable'; readonly table: string }
  | { readonly step: 'addColumn'; readonly table: string; readonly column: ColumnDefinition }
  | { readonly step: 'dropColumn'; readonly table: string; readonly column: string }
  | { readonly step: 'createIndex'; readonly table: string; readonly index: IndexDefinition }
  | { readonly step: 'dropIndex'; readonly table: string; readonly index: string }
  /** Takes an owner's keys out of a table's JSON column. */
  | { readonly step: 'dropExtra'; readonly table: string; readonly owner: string }

/** The column type of a kind of field. */
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
