import { CrmError, type Signal } from '@guanxi/core'
import type { Beginning } from '@guanxi/core/storage'
import type { Driver, DriverTransaction, Result, Statement } from '@guanxi/sql'
import pg from 'pg'
import { fault, isLost } from './fault.ts'
import { PreparedNames } from './prepared.ts'
import { clientSender, type KyselyTransaction, kyselySender, type Sender } from './sender.ts'
import { joinedTransaction, ownTransaction } from './transaction.ts'

const ignore = () => {}

/** Connections of a pool: the host's, or one of our own, which pipelines unless it copies. */
export class PostgresDriver implements Driver {
  readonly #pool: pg.Pool
  readonly #owned: boolean
  readonly #copy: boolean
  readonly #names = new PreparedNames()
  readonly #heard = new WeakSet<object>()
  #closed = false
  /** Connections in use or waited for, and who wants to know when there are none. */
  #busy = 0
  #quiet: (() => void) | undefined

  constructor(pool: pg.Pool | pg.PoolConfig, copy = false) {
    this.#copy = copy
    this.#owned = !isPool(pool)
    // What pipelines cannot copy.
    this.#pool = isPool(pool) ? pool : ownPool(pool, !copy)
  }

  readonly fault = fault

  open(): void {}

  async run(statements: readonly Statement[]): Promise<readonly Result[]> {
    const { client, release } = await this.#connect()
    let broken = false
    try {
      return await this.#sender(client)(statements)
    } catch (error) {
      broken = isLost(error)
      throw error
    } finally {
      release(broken)
    }
  }

  async begin({ signal, snapshot }: Beginning = {}): Promise<DriverTransaction> {
    const { client, release } = await this.#connect(signal)
    return ownTransaction(client, this.#sender(client), release, snapshot)
  }

  async join(handle: object): Promise<DriverTransaction> {
    if (isKysely(handle)) {
      if (!handle.isTransaction) throw new CrmError('TRANSACTION_REQUIRED')
      return joinedTransaction(handle, kyselySender(handle))
    }
    if (isPool(handle) || !isClient(handle)) {
      throw new CrmError('TRANSACTION_REQUIRED', { hint: 'Give the client on which BEGIN ran, not a pool.' })
    }
    return joinedTransaction(handle, this.#sender(handle))
  }

  async alone(statements: readonly Statement[]): Promise<void> {
    for (const statement of statements) await this.run([statement])
  }

  /** Without the planner's figures: they tell of rows that the asker may not see. */
  explain({ sql, parameters }: Statement): Statement {
    return { sql: `explain (costs off) ${sql}`, parameters, anew: true }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    // An ending pool never answers those who wait for a connection.
    if (this.#busy > 0)
      await new Promise<void>((resolve) => {
        this.#quiet = resolve
      })
    if (this.#owned) await this.#pool.end()
  }

  #sender(client: pg.ClientBase): Sender {
    return clientSender(client, this.#names, this.#copy)
  }

  #done(): void {
    this.#busy--
    if (this.#busy === 0) this.#quiet?.()
  }

  async #connect(signal?: Signal): Promise<Held> {
    if (this.#closed) throw new CrmError('STORAGE_UNAVAILABLE', { hint: 'The storage was closed.' })
    this.#busy++
    let client: pg.PoolClient
    try {
      client = await abortable(this.#pool.connect(), signal)
    } catch (error) {
      this.#done()
      throw error
    }
    if (!this.#heard.has(client)) {
      this.#heard.add(client)
      // A connection that dies between two statements says so by an event, and ends the process if nobody listens.
      client.on('error', ignore)
    }
    const release = (broken: boolean) => {
      client.release(broken)
      this.#done()
    }
    return { client, release }
  }
}

/** A connection of the pool, and how it goes back. */
interface Held {
  readonly client: pg.PoolClient
  release(broken: boolean): void
}

function ownPool(config: pg.PoolConfig, pipeline: boolean): pg.Pool {
  const pool = new pg.Pool({ ...config, pipeline } as pg.PoolConfig)
  pool.on('error', ignore)
  pool.on('connect', (client) => {
    client.query("set timezone = 'UTC'; set datestyle = 'ISO, YMD'").catch(ignore)
  })
  return pool
}

/** Waits for a connection, unless the signal comes first; then the connection goes back when it comes. */
async function abortable(connecting: Promise<pg.PoolClient>, signal: Signal | undefined): Promise<pg.PoolClient> {
  if (signal === undefined) return connecting
  let abort = ignore
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(new CrmError('ABORTED', { cause: signal.reason }))
    if (signal.aborted) abort()
    else signal.addEventListener?.('abort', abort)
  })
  try {
    return await Promise.race([connecting, aborted])
  } catch (error) {
    connecting.then((client) => client.release()).catch(ignore)
    throw error
  } finally {
    signal.removeEventListener?.('abort', abort)
  }
}

const isPool = (handle: object): handle is pg.Pool => 'totalCount' in handle && 'connect' in handle
const isClient = (handle: object): handle is pg.ClientBase => 'query' in handle && typeof handle.query === 'function'
const isKysely = (handle: object): handle is KyselyTransaction =>
  'executeQuery' in handle && typeof handle.executeQuery === 'function' && 'isTransaction' in handle
