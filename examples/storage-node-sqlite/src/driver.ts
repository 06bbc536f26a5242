import { DatabaseSync } from 'node:sqlite'
import { CrmError, type Signal } from '@guanxi/core'
import type { Beginning, StorageEnvironment } from '@guanxi/core/storage'
import type { Driver, DriverTransaction, Result, Statement } from '@guanxi/sql'
import { compact } from './compact.ts'
import { Connection } from './connection.ts'
import { fault } from './fault.ts'
import { joinedTransaction } from './joined.ts'
import { isMemory, openReader, openWriter } from './open.ts'
import { ownTransaction } from './own.ts'
import { Patience } from './patience.ts'
import { Turns } from './turns.ts'

const ignore = () => {}

/** One connection writes, by turns; another reads what is committed. A database in memory has only one. */
export class NodeSqliteDriver implements Driver {
  readonly fault = fault
  readonly #filename: string
  readonly #patience: Patience
  readonly #turns = new Turns()
  readonly #hosts = new WeakMap<DatabaseSync, Connection>()
  readonly #reads = new Set<Promise<unknown>>()
  #writer: Connection | undefined
  #reader: Connection | undefined

  constructor(filename: string, busyTimeout: number) {
    this.#filename = filename
    this.#patience = new Patience(busyTimeout)
  }

  open(environment: StorageEnvironment): void {
    this.#patience.open(environment)
  }

  async run(statements: readonly Statement[]): Promise<readonly Result[]> {
    if (isMemory(this.#filename)) return this.#turns.run(async () => (await this.#opened()).run(statements))
    const reading = this.#read(statements)
    const done = reading.then(ignore, ignore).finally(() => this.#reads.delete(done))
    this.#reads.add(done)
    return reading
  }

  async begin({ signal, wait, snapshot }: Beginning = {}): Promise<DriverTransaction> {
    if (wait === false && this.#turns.isTaken) throw new CrmError('STORAGE_BUSY')
    await this.#turns.take(signal)
    try {
      const writer = await this.#opened(signal)
      const begin = () => writer.database.exec(snapshot === true ? 'begin' : 'begin immediate')
      if (wait === false) begin()
      else await this.#patience.try(begin, signal)
      return ownTransaction(writer, () => this.#turns.end())
    } catch (error) {
      this.#turns.end()
      throw error
    }
  }

  async join(handle: object): Promise<DriverTransaction> {
    if (!(handle instanceof DatabaseSync)) throw new CrmError('TRANSACTION_REQUIRED')
    const connection = this.#hosts.get(handle) ?? new Connection(handle)
    if (!connection.isInside) throw new CrmError('TRANSACTION_REQUIRED')
    this.#hosts.set(handle, connection)
    return joinedTransaction(connection, this.#patience)
  }

  async alone(statements: readonly Statement[]): Promise<void> {
    await this.#turns.run(async () => compact(await this.#opened(), statements, this.#patience))
  }

  explain({ sql, parameters }: Statement): Statement {
    return { sql: `explain query plan ${sql}`, parameters }
  }

  /** Waits for what has begun; what comes later is refused by the adapter. */
  async close(): Promise<void> {
    await this.#turns.run(async () => {
      await Promise.all(this.#reads)
      for (const connection of [this.#reader, this.#writer])
        if (connection?.database.isOpen) connection.database.close()
    })
  }

  async #read(statements: readonly Statement[]): Promise<readonly Result[]> {
    if (this.#writer === undefined) await this.#turns.run(() => this.#opened())
    const reader = await this.#patience.try(() => {
      this.#reader ??= openReader(this.#filename)
      return this.#reader
    })
    return this.#patience.try(() => reader.run(statements))
  }

  /** The writer, for who has the turn. */
  async #opened(signal?: Signal): Promise<Connection> {
    this.#writer ??= await this.#patience.try(() => openWriter(this.#filename), signal)
    return this.#writer
  }
}
