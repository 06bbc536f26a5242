import type { Parameters } from './record.ts'

/** What is no text. */
const types: Readonly<Record<string, string>> = {
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
  deleted_at: 'timestamptz',
  at: 'timestamptz',
  version: 'bigint',
  depth: 'bigint',
  birthday: 'date',
  '"primary"': 'boolean',
  extra: 'jsonb',
  changes: 'jsonb',
  data: 'jsonb',
}

/** A statement that inserts any number of rows, given as one list a column. */
export function unnested(name: string, table: string, columns: string) {
  const lists = columns.split(', ').map((column, i) => `$${i + 1}::${types[column] ?? 'text'}[]`)
  return { name, text: `insert into ${table} (${columns}) select * from unnest(${lists.join(', ')})` }
}

/** Rows as one list a column. */
export function byColumn(rows: readonly Parameters[]): readonly (readonly unknown[])[] {
  return rows[0]?.map((_, i) => rows.map((row) => row[i])) ?? []
}
