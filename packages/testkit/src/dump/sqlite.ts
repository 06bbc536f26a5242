/** What is used of a handle on SQLite: better-sqlite3's and node:sqlite's have it. */
export interface Sqlite {
  prepare(sql: string): { all(): readonly unknown[] }
}

export const isSqlite = (native: unknown): native is Sqlite =>
  typeof native === 'object' && native !== null && 'prepare' in native && typeof native.prepare === 'function'

/** What an SQLite database holds. What a virtual table keeps for itself is its own matter. */
export function sqliteDump(native: Sqlite) {
  const all = <T>(sql: string) => native.prepare(sql).all() as readonly T[]
  const objects = all<{ readonly type: string; readonly name: string; readonly sql: string | null }>(
    `select type, name, sql from sqlite_master where name not like 'sqlite_%' order by type, name`,
  )
  const tables = all<{ readonly name: string }>(
    `select name from pragma_table_list where schema = 'main' and type in ('table', 'virtual') and name not like 'sqlite_%' order by name`,
  )
  return {
    objects: objects.map(({ type, name, sql }) => `${type} ${name}: ${(sql ?? '').replace(/\s+/g, ' ')}`),
    rows: Object.fromEntries(
      tables.map(({ name }) => [
        name,
        all(`select * from "${name}"`)
          .map((row) => JSON.stringify(row))
          .toSorted(),
      ]),
    ),
  }
}
