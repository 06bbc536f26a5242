import Database from 'better-sqlite3'
import pg from 'pg'

/** What a database says, asked past the SDK. */
export interface Look {
  rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  close(): Promise<void>
}

export async function look(database: string): Promise<Look> {
  if (!database.startsWith('postgres:')) {
    const file = new Database(database, { readonly: true })
    return {
      rows: async (sql) => file.prepare<[], Record<string, unknown>>(sql).all(),
      close: async () => void file.close(),
    }
  }
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  return { rows: async (sql) => (await client.query(sql)).rows, close: () => client.end() }
}
