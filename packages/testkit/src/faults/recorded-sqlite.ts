/** The errors of SQLite that are made to happen. */
export type SqliteKind = 'busy' | 'locked' | 'snapshot' | 'unique' | 'full' | 'readonly' | 'io'

/** An error as better-sqlite3 throws it. */
export interface RecordedSqlite {
  readonly code: string
  readonly message: string
  /** SQLite itself rolls the whole transaction back. */
  readonly ends?: boolean
}

/** Recorded by provoking each (`test/faults/native.test.ts` does so again); an I/O error alone is as SQLite documents it. */
export const recordedSqlite: Readonly<Record<SqliteKind, RecordedSqlite>> = {
  busy: { code: 'SQLITE_BUSY', message: 'database is locked' },
  locked: { code: 'SQLITE_LOCKED', message: 'database table is locked' },
  snapshot: { code: 'SQLITE_BUSY_SNAPSHOT', message: 'database is locked' },
  unique: {
    code: 'SQLITE_CONSTRAINT_UNIQUE',
    message: 'UNIQUE constraint failed: crm_companies.tenant, crm_companies.id',
  },
  full: { code: 'SQLITE_FULL', message: 'database or disk is full', ends: true },
  readonly: { code: 'SQLITE_READONLY', message: 'attempt to write a readonly database' },
  io: { code: 'SQLITE_IOERR_WRITE', message: 'disk I/O error', ends: true },
}
