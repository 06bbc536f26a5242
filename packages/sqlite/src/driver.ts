import { CrmError, type Signal } from '@guanxi/core'
import type { Beginning, StorageEnvironment } from '@guanxi/core/storage'
import type { Driver, DriverTransaction, Result, Statement } from '@guanxi/sql'
import BetterSqlite, { type Database } from 'better-sqlite3'
import { Connection } from './connection.ts'
import { fault, isBusy } from './fault.ts'
import { Mutex } from './mutex.ts'
import { isMemory, openDatabase } from './open.ts'
import type { SqliteOptions } from './options.ts'
import { joinedTransaction, ownTransaction } from './transaction.ts'

/** One connection writes, behind a mutex; another reads outside of transactions. A database in memory has only one. */
export class SqliteDriver implements Driver {
  readonly #source: string | Uint8Array
  readonly #options: SqliteOptions
  readonly #mutex = new Mutex()
  readonly #joined = new WeakMap<Database, Connection>()
  #environment: StorageEnvironment | undefined
  #writer: Connection | undefined
  #reader: Connection | undefined
  #opening: Promise<Connection> | undefined
  #closed = false

  constructor(source: string | Uint8Array, options: SqliteOptions) {
    this.#source = source
    this.#options = options
  }

  readonly fault = fault

  open(environment: StorageEnvironment): void {
    this.#environment = environment
  }

  async run(statements: readonly Statement[]): Promise<readonly Result[]> {
    if (isMemory(this.#source)) return this.#exclusive((connection) => connection.run(statements))
    const reader = this.#reader ?? (await this.#oneReader())
    try {
      return reader.run(statements)
    } catch (error) {
      if (!isBusy(error)) throw error
      return this.#retrying(() => reader.run(statements))
    }
  }

  async begin({ signal, wait, snapshot }: Beginning = {}): Promise<DriverTransaction> {
    const beginning = snapshot === true ? reading : writing
    if (wait === false && this.#mutex.isTaken) throw new CrmError('STORAGE_BUSY')
    if (signal?.aborted || !this.#mutex.tryAcquire()) await this.#mutex.acquire(signal)
    try {
      const writer = this.#writer ?? (await this.#openWriter())
      try {
        writer.run(beginning)
      } catch (error) {
        if (!isBusy(error) || wait === false) throw error
        await this.#retrying(() => writer.run(beginning), signal)
      }
      return ownTransaction(writer, {
        release: () => this.#mutex.release(),
        retry: (run) => this.#retrying(run),
        yield: async () => this.#environment?.sleep(0),
      })
    } catch (error) {
      this.#mutex.release()
      throw error
    }
  }

  async join(handle: object): Promise<DriverTransaction> {
    if (!isDatabase(handle) || !handle.inTransaction) throw new CrmError('TRANSACTION_REQUIRED')
    let connection = this.#joined.get(handle)
    if (connection === undefined) {
      connection = new Connection(handle)
      this.#joined.set(handle, connection)
    }
    return joinedTransaction(connection, (run) => this.#retrying(run))
  }

  async alone(statements: readonly Statement[]): Promise<void> {
    await this.#exclusive(async (connection) => {
      for (const statement of statements)
        await this.#retrying(() => {
          const [result] = connection.run([statement])
          if (statement.sql.startsWith('pragma wal_checkpoint')) checkFinished(result)
        })
    })
  }

  explain({ sql, parameters }: Statement): Statement {
    return { sql: `explain query plan ${sql}`, parameters }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    await this.#mutex.acquire()
    this.#closed = true
    await this.#opening?.catch(() => undefined)
    this.#reader?.database.close()
    this.#writer?.database.close()
    this.#mutex.release()
  }

  async #exclusive<T>(run: (connection: Connection) => T | Promise<T>): Promise<T> {
    if (!this.#mutex.tryAcquire()) await this.#mutex.acquire()
    try {
      return await run(this.#writer ?? (await this.#openWriter()))
    } finally {
      this.#mutex.release()
    }
  }

  /** Who asks while it is being opened gets the same. */
  #oneReader(): Promise<Connection> {
    this.#opening ??= this.#openReader().finally(() => {
      this.#opening = undefined
    })
    return this.#opening
  }

  async #openReader(): Promise<Connection> {
    // The writer comes first: it makes the file.
    if (this.#writer === undefined) await this.#exclusive(() => undefined)
    this.#checkOpen()
    const reader = await this.#retrying(() => new Connection(openDatabase(this.#source, this.#options, true)))
    this.#reader = reader
    return reader
  }

  async #openWriter(): Promise<Connection> {
    this.#checkOpen()
    this.#writer = await this.#retrying(() => new Connection(openDatabase(this.#source, this.#options, false)))
    return this.#writer
  }

  #checkOpen(): void {
    if (this.#closed) throw new CrmError('STORAGE_UNAVAILABLE', { hint: 'The storage was closed.' })
  }

  /** SQLite's own waiting would stop the whole process: another connection is waited for here. */
  async #retrying<T>(run: () => T, signal?: Signal): Promise<T> {
    const limit = this.#options.busyTimeout ?? 5000
    for (let waited = 0, pause = 1; ; pause = Math.min(pause * 2, 50)) {
      try {
        return run()
      } catch (error) {
        if (!isBusy(error) || waited >= limit || this.#environment === undefined) throw error
      }
      if (signal?.aborted) throw new CrmError('ABORTED', { cause: signal.reason })
      await this.#environment.sleep(Math.min(pause, limit - waited))
      waited += pause
    }
  }
}

const writing: readonly Statement[] = [{ sql: 'begin immediate', parameters: [] }]
const reading: readonly Statement[] = [{ sql: 'begin', parameters: [] }]

/** A checkpoint that a reader keeps from its end throws nothing: its row says so. */
function checkFinished(checkpoint: Result | undefined): void {
  if (checkpoint?.rows[0]?.[0] === 1) throw new BetterSqlite.SqliteError('The log is still being read.', 'SQLITE_BUSY')
}

const isDatabase = (handle: object): handle is Database =>
  'inTransaction' in handle && 'prepare' in handle && typeof handle.prepare === 'function'
