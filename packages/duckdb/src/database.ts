import { rm } from 'node:fs/promises'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { CrmError, type Signal } from '@guanxi/core'
import { errorOf } from './fault.ts'
import { Turns } from './turns.ts'

/** So many statements read at a time: each uses all cores by itself. */
const readers = 4

/** Nothing is fetched from anywhere. */
const settings = { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' }

/** A connection that somebody has, and how he gives it back. */
export interface Held {
  readonly connection: DuckDBConnection
  release(): void
}

/** A DuckDB file, or one in memory: opened at the first use, with one writer at a time. */
export class Database {
  readonly #path: string
  readonly #options: Readonly<Record<string, string>>
  readonly #reading = new Turns(readers)
  readonly #writing = new Turns(1)
  #instance: Promise<DuckDBInstance> | undefined
  #idle: DuckDBConnection[] = []
  #closed = false

  constructor(path: string, options: Readonly<Record<string, string>> = {}) {
    this.#path = path
    this.#options = { ...settings, ...options }
  }

  /** Runs something that only reads, on a connection of its own. */
  async read<T>(run: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const { connection, release } = await this.#hold(this.#reading)
    try {
      return await run(connection)
    } finally {
      release()
    }
  }

  /** Whether somebody has the connection for writing. */
  get isWritten(): boolean {
    return this.#writing.areTaken
  }

  /** A connection for writing, which nobody else has meanwhile. */
  writer(signal?: Signal): Promise<Held> {
    return this.#hold(this.#writing, signal)
  }

  /** Runs something in a transaction: all of it is there afterwards, or nothing. What it answers is called when it is kept. */
  async write(run: (connection: DuckDBConnection) => Promise<() => void>): Promise<void> {
    const { connection, release } = await this.writer().catch((error: unknown) => {
      throw errorOf(error)
    })
    try {
      await connection.run('begin transaction')
      try {
        const kept = await run(connection)
        await connection.run('commit')
        kept()
      } catch (error) {
        await connection.run('rollback').catch(() => {})
        throw error
      }
    } catch (error) {
      throw errorOf(error)
    } finally {
      release()
    }
  }

  /** Throws everything away, with the file: what comes next finds an empty one. */
  async erase(): Promise<void> {
    await this.#alone(async () => {
      await this.#end()
      if (this.#path === ':memory:') return
      await rm(this.#path, { force: true })
      await rm(`${this.#path}.wal`, { force: true })
    })
  }

  async close(): Promise<void> {
    await this.#alone(async () => {
      this.#closed = true
      await this.#end()
    })
  }

  async #hold(turns: Turns, signal?: Signal): Promise<Held> {
    const end = await turns.take(signal)
    try {
      if (this.#closed) throw new CrmError('STORAGE_UNAVAILABLE', { hint: 'The storage was closed.' })
      const connection = this.#idle.pop() ?? (await (await this.#open()).connect())
      const release = () => {
        this.#idle.push(connection)
        end()
      }
      return { connection, release }
    } catch (error) {
      end()
      throw error
    }
  }

  #open(): Promise<DuckDBInstance> {
    this.#instance ??= DuckDBInstance.create(this.#path, this.#options).catch((error: unknown) => {
      this.#instance = undefined
      throw error
    })
    return this.#instance
  }

  /** When nobody reads or writes. */
  async #alone(run: () => Promise<void>): Promise<void> {
    const ends = [await this.#writing.take()]
    for (let i = 0; i < readers; i++) ends.push(await this.#reading.take())
    try {
      await run()
    } finally {
      for (const end of ends) end()
    }
  }

  async #end(): Promise<void> {
    for (const connection of this.#idle) connection.closeSync()
    this.#idle = []
    const instance = await this.#instance?.catch(() => undefined)
    this.#instance = undefined
    instance?.closeSync()
  }
}
