import Database from 'better-sqlite3'

/** A file opened as raw opens it. */
export function openDatabase(file: string): Database.Database {
  const database = new Database(file)
  for (const pragma of pragmas) database.pragma(pragma)
  return database
}

export const pragmas = ['journal_mode = wal', 'wal_autocheckpoint = 10000', 'synchronous = normal'] as const
