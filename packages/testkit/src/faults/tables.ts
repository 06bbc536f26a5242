/** A row as the database has it, by its columns. */
export type RawRow = Readonly<Record<string, unknown>>

/** The rows of each table by its name without the prefix, in the order of their keys. */
export type RawTables = ReadonlyMap<string, readonly RawRow[]>

/** Rows in the order of their primary key. */
export function inOrder(rows: readonly RawRow[]): readonly RawRow[] {
  const keyOf = (row: RawRow) => `${row.tenant}\n${row.id}`
  const keys = new Map(rows.map((row) => [row, keyOf(row)]))
  return rows.toSorted((a, b) => ((keys.get(a) ?? '') < (keys.get(b) ?? '') ? -1 : 1))
}
