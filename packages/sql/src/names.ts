import { id, type Sql } from './fragment.ts'

/**
 * How tables, columns and indexes are spelled in the database.
 *
 * @example
 * const tableNames = (names: Names, plurals: readonly string[]) => plurals.map(names.bareTable)
 */
export interface Names {
  /** A table by the plural of its entity, with its schema and prefix. */
  table(plural: string): Sql
  /** The same without quotes and schema. */
  bareTable(plural: string): string
  index(name: string): string
  readonly schema: string | undefined
}

const longest = 63

/**
 * `ownerId` as a column: `owner_id`.
 *
 * @example
 * const quoted = (field: string) => id(columnName(field))
 */
export function columnName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** A field by the name of its column. */
export function fieldName(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/**
 * The names of one storage.
 *
 * @example
 * const table = namesOf('crm_').bareTable('orderLines') // crm_order_lines
 */
export function namesOf(prefix: string, schema?: string): Names {
  const bareTable = (plural: string) => fit(prefix + columnName(plural))
  return {
    schema,
    bareTable,
    table: (plural) => (schema === undefined ? id(bareTable(plural)) : id(schema, bareTable(plural))),
    index: (name) => fit(prefix + columnName(name)),
  }
}

/** The search index of a table, by the plural of its entity. */
export const searchIndexName = (names: Names, plural: string): string => names.index(`${plural}Search`)

/** Postgres cuts longer names off without a word, and two could become one. */
function fit(name: string): string {
  if (name.length <= longest) return name
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return `${name.slice(0, longest - 9)}_${(hash >>> 0).toString(16).padStart(8, '0')}`
}
