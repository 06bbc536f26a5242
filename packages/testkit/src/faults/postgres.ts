import type { DriverTransaction, Statement } from '@guanxi/sql'
import type { FaultEvent } from './fault.ts'
import { type ErrorKind, type NativeFaults, targetOf } from './native.ts'
import { type PostgresKind, recordedPostgres } from './recorded-postgres.ts'

/** What is used of a client of pg. */
interface Client {
  query(...parameters: unknown[]): Promise<unknown>
  readonly connection: { readonly stream: { destroy(): void } }
}

// BEGIN rides with the first statement.
const stated = (event: FaultEvent) => event !== 'begin' && event !== 'rollback'
const before = (event: FaultEvent, side: 'before' | 'after') => event !== 'commit' || side === 'before'
const writes = (event: FaultEvent, side: 'before' | 'after') =>
  event === 'write' || (event === 'commit' && side === 'before')

const told: Readonly<Record<PostgresKind, Omit<ErrorKind, 'kind'>>> = {
  // The whole transaction is run again.
  serialization: { told: [undefined], happens: (event, side) => stated(event) && before(event, side) },
  deadlock: { told: [undefined], happens: (event, side) => stated(event) && before(event, side) },
  unique: { told: ['DUPLICATE', undefined], happens: (event) => event === 'write' },
  full: { told: ['STORAGE_FULL'], happens: writes },
  readonly: { told: ['STORAGE_READ_ONLY'], happens: (event) => event === 'write' },
  cancelled: { told: ['STORAGE_BUSY'], happens: (event, side) => stated(event) && before(event, side) },
  busy: { told: ['STORAGE_BUSY'], happens: (event) => event === 'read' || event === 'write' },
  lost: {
    told: ['STORAGE_UNAVAILABLE'],
    toldOfCommit: ['OUTCOME_UNKNOWN'],
    happens: (event) => event !== 'rollback',
  },
}

/**
 * How Postgres fails: the server itself raises the errors that it has a code for, and connections are really cut.
 *
 * @example
 * const plan = new FaultPlan(postgresFaults)
 * const kinds = postgresFaults.kinds.map(({ kind }) => kind) // deadlock, full, lost …
 */
export const postgresFaults: NativeFaults = {
  kinds: Object.entries(told).map(([kind, rest]) => ({ kind, ...rest })),
  async strike(kind, { driver, transaction, sql }) {
    if (kind !== 'lost') await (transaction ?? driver).run([raising(kind as PostgresKind, sql)])
    else if (transaction !== undefined) {
      sever(transaction)
      await transaction.run([{ sql: 'select 1', parameters: [] }])
    }
    // Before there is a connection there is none to cut.
    throw new Error(recordedPostgres.lost.message)
  },
  async commit(kind, side, transaction) {
    if (kind !== 'lost') return transaction.commit([raising(kind as PostgresKind, 'commit')])
    if (side === 'before') sever(transaction)
    else loseAnswer(transaction)
    return transaction.commit([])
  },
  sever,
}

function sever({ native }: DriverTransaction): void {
  const { connection } = native as Client
  connection.stream.destroy()
}

/** The next statement reaches the server, and its answer nobody. */
function loseAnswer({ native }: DriverTransaction): void {
  const client = native as Client
  const { query } = client
  client.query = async (...parameters) => {
    client.query = query
    await query.apply(client, parameters)
    client.connection.stream.destroy()
    throw new Error(recordedPostgres.lost.message)
  }
}

/** A statement that fails with a code of the server's own, and so leaves its transaction as any failing one does. */
function raising(kind: PostgresKind, sql: string): Statement {
  const { code, message } = recordedPostgres[kind]
  const table = targetOf({ sql })
  const clash =
    kind === 'unique'
      ? `, constraint = '${table}_pkey', table = '${table}', detail = 'Key (tenant, id)=(t, x) already exists.'`
      : ''
  const text = message.replaceAll('crm_companies', table)
  return {
    sql: `do $$ begin raise exception using errcode = '${code}', message = '${text}'${clash}; end $$`,
    parameters: [],
  }
}
