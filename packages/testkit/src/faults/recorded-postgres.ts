/** The errors of Postgres that are made to happen. */
export type PostgresKind = 'serialization' | 'deadlock' | 'unique' | 'full' | 'readonly' | 'cancelled' | 'busy' | 'lost'

/** An error as pg throws it: from the server with a code, and without one where the connection is gone. */
export interface RecordedPostgres {
  readonly code?: string
  readonly message: string
}

/** Recorded by provoking each (`test/faults/native.test.ts` does so again); a full disk alone is as Postgres documents it. */
export const recordedPostgres: Readonly<Record<PostgresKind, RecordedPostgres>> = {
  serialization: { code: '40001', message: 'could not serialize access due to concurrent update' },
  deadlock: { code: '40P01', message: 'deadlock detected' },
  unique: { code: '23505', message: 'duplicate key value violates unique constraint "crm_companies_pkey"' },
  full: { code: '53100', message: 'could not extend file "base/1/2": No space left on device' },
  readonly: { code: '25006', message: 'cannot execute INSERT in a read-only transaction' },
  cancelled: { code: '57014', message: 'canceling statement due to statement timeout' },
  busy: { code: '55P03', message: 'could not obtain lock on row in relation "crm_companies"' },
  lost: { message: 'Connection terminated unexpectedly' },
}
