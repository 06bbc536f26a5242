import Database, { type Database as Handle } from 'better-sqlite3'
import type { SqliteOptions } from './options.ts'

/** Whether a database lives in memory, or in a file without a name: no second connection can see it. */
export const isMemory = (source: string | Uint8Array): boolean =>
  typeof source !== 'string' || source.trim() === '' || source.trim() === ':memory:'

/** Opens a connection that never waits for another by itself. */
export function openDatabase(source: string | Uint8Array, { durability }: SqliteOptions, reading: boolean): Handle {
  const database = new Database(typeof source === 'string' ? source : Buffer.from(source), { timeout: 0 })
  try {
    // Reads the header: a file that is no database shows here.
    database.pragma('schema_version')
    if (reading) {
      database.pragma('query_only = on')
    } else if (!isMemory(source)) {
      database.pragma('journal_mode = wal')
      database.pragma('wal_autocheckpoint = 10000')
    }
    database.pragma(`synchronous = ${durability ?? 'normal'}`)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}
