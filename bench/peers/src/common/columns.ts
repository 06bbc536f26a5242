import type { Parameters } from '../../../src/raw/record.ts'

export type Value = string | number | null
/** A row by the names of its columns, or by the names that an ORM gives to them. */
export type Row = Record<string, Value>

/** The columns of a list as raw has it. */
export const columnsOf = (list: string): readonly string[] => list.replaceAll('"', '').split(', ')

/** `created_at` as `createdAt`. */
export const camel = (column: string): string =>
  column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Makes an object of the values that raw gives to its columns. The type is the library's view of the same columns. */
export function named<T extends object>(
  list: string,
  name: (column: string) => string = (column) => column,
): (values: Parameters) => T {
  const names = columnsOf(list).map(name)
  return (values) => {
    const row: Row = {}
    for (let i = 0; i < names.length; i++) row[names[i] as string] = values[i] as Value
    return row as T
  }
}

/** What is JSON: Postgres' driver has parsed it. */
export const parsed = (json: unknown): unknown => (typeof json === 'string' ? JSON.parse(json) : json)
