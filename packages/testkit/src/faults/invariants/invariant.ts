import type { RawRow, RawTables } from '../tables.ts'

/** What an entity's definition says: nothing that the engine has worked out. */
export interface Defined {
  readonly name: string
  readonly table: string
  readonly staged: boolean
  /** Its rows are records with versions; those of logs are not. */
  readonly record: boolean
  /** The entity whose records own its own. */
  readonly ownedBy: string | undefined
  /** The columns that name records of others: by their id, or by another column. */
  readonly references: readonly { readonly column: string; readonly table: string; readonly on: string }[]
  readonly searched: readonly string[]
}

/** Rows, and what their tables are for. */
export interface Judged {
  readonly tables: RawTables
  readonly entities: readonly Defined[]
}

/** Something that must hold at every moment between two transactions. */
export interface Invariant {
  readonly id: string
  /** A sentence for each thing that is wrong. */
  broken(judged: Judged): readonly string[]
}

export const rowsOf = ({ tables }: Judged, table: string): readonly RawRow[] => tables.get(table) ?? []

/** Rows by a key. */
export function grouped(rows: readonly RawRow[], keyOf: (row: RawRow) => string): ReadonlyMap<string, RawRow[]> {
  const groups = new Map<string, RawRow[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}

export const keyOf = (...parts: readonly unknown[]): string => JSON.stringify(parts)

/** An instant, however the database spells it. */
export const epochOf = (value: unknown): number => Date.parse(String(value))

/** A JSON column: text on SQLite, a value on Postgres. */
export const jsonOf = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value)
