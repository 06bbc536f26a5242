import { DatabaseSync } from 'node:sqlite'
import { Connection } from './connection.ts'

/** Whether no second connection can see the database: in memory, or in a file without a name. */
export const isMemory = (filename: string): boolean => filename === ':memory:' || filename === ''

/** Opens the connection that writes, and makes the file. SQLite itself never waits: it would stop the whole process. */
export const openWriter = (filename: string): Connection =>
  open(filename, 'pragma journal_mode = wal; pragma synchronous = normal; pragma wal_autocheckpoint = 10000')

/** Opens the connection that reads what is committed. The writer comes first: it makes the file. */
export const openReader = (filename: string): Connection => open(filename, 'pragma query_only = on')

function open(filename: string, pragmas: string): Connection {
  const database = new DatabaseSync(filename, { timeout: 0 })
  try {
    // Reads the header: a file that is no database shows here.
    database.exec(`pragma schema_version; ${pragmas}`)
    return new Connection(database)
  } catch (error) {
    database.close()
    throw error
  }
}
