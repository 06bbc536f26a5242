import BetterSqlite, { type Database } from 'better-sqlite3'
import type { FaultEvent } from './fault.ts'
import { type ErrorKind, type NativeFaults, targetOf } from './native.ts'
import { recordedSqlite, type SqliteKind } from './recorded-sqlite.ts'

const writing = (event: FaultEvent) => event === 'write'
const answered = (event: FaultEvent) => event !== 'lock' && event !== 'rollback'

const told: Readonly<Record<SqliteKind, Omit<ErrorKind, 'kind'>>> = {
  // COMMIT is tried again.
  busy: {
    told: ['STORAGE_BUSY'],
    toldOfCommit: [undefined],
    happens: (event, side) => answered(event) && side === 'before',
  },
  locked: { told: ['STORAGE_BUSY'], happens: (event, side) => event === 'read' && side === 'before' },
  // Another process has written since this one read: the whole transaction is run again.
  snapshot: { told: [undefined], happens: (event) => event === 'write' },
  unique: { told: ['DUPLICATE', undefined], happens: (event) => event === 'write' },
  full: {
    told: ['STORAGE_FULL'],
    happens: (event, side) => writing(event) || (event === 'commit' && side === 'before'),
  },
  readonly: { told: ['STORAGE_READ_ONLY'], happens: writing },
  io: { told: ['STORAGE_UNAVAILABLE'], toldOfCommit: ['OUTCOME_UNKNOWN'], happens: answered },
}

/**
 * How SQLite fails, in better-sqlite3's words: for {@link FaultPlan}.
 *
 * @example
 * const plan = new FaultPlan(sqliteFaults)
 * const kinds = sqliteFaults.kinds.map(({ kind }) => kind) // busy, full, io …
 */
export const sqliteFaults: NativeFaults = {
  kinds: Object.entries(told).map(([kind, rest]) => ({ kind, ...rest })),
  async strike(kind, { transaction, sql }) {
    const { ends } = recordedSqlite[kind as SqliteKind]
    const database = transaction?.native as Database | undefined
    if (ends === true && database?.inTransaction) database.exec('rollback')
    throw errorOf(kind, sql)
  },
  async commit(kind, side, transaction) {
    const database = transaction.native as Database
    const { ends } = recordedSqlite[kind as SqliteKind]
    const restore = onCommit(database, (commit) => {
      restore()
      if (side === 'after') commit()
      else if (ends === true) database.exec('rollback')
      throw errorOf(kind, 'commit')
    })
    try {
      return await transaction.commit([])
    } finally {
      restore()
    }
  },
  sever() {},
}

function errorOf(kind: string, sql: string): Error {
  const { code, message } = recordedSqlite[kind as SqliteKind]
  return new BetterSqlite.SqliteError(message.replace('crm_companies', targetOf({ sql })), code)
}

/** Stands in for the next COMMIT of a connection, below the storage's own driver. */
function onCommit(database: Database, instead: (commit: () => void) => void): () => void {
  type Native = { readonly source: string; readonly database: Database; run(...parameters: unknown[]): unknown }
  const statements = Object.getPrototypeOf(database.prepare('select 1')) as Native
  const { run } = statements
  statements.run = function (this: Native, ...parameters) {
    if (this.source !== 'commit' || this.database !== database) return run.apply(this, parameters)
    instead(() => run.apply(this, parameters))
    return undefined
  }
  return () => {
    statements.run = run
  }
}
