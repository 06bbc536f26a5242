import type { StorageAdapter } from '@guanxi/core'
import type { Driver } from '@guanxi/sql'
import { sqlite } from '@guanxi/sqlite'
import type { Database } from 'better-sqlite3'
import type { Copy, FaultDatabase, Through } from './database.ts'
import { sqliteTables } from './read.ts'
import { sqliteFaults } from './sqlite.ts'
import type { RawTables } from './tables.ts'

/**
 * SQLite in memory, for `faults`. `migrated` are the bytes of a database where all migrations have run.
 *
 * @example
 * const database = faultsOnSqlite(await migratedBytes())
 */
export function faultsOnSqlite(migrated: Uint8Array): FaultDatabase {
  return {
    name: 'sqlite',
    native: sqliteFaults,
    async keep(fill) {
      const first = new Memory(migrated)
      const value = await fill(await first.open((driver) => driver), first.tenant)
      const bytes = await first.bytes()
      await first.close()
      return { value, copy: async () => new Memory(bytes) }
    },
    async close() {},
  }
}

class Memory implements Copy {
  readonly tenant = 'default'
  #bytes: Uint8Array
  #driver: Driver | undefined

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  async open(through: Through): Promise<StorageAdapter> {
    if (this.#driver !== undefined) {
      this.#bytes = await this.bytes()
      await this.close()
    }
    return sqlite(this.#bytes, {
      through: (driver) => {
        this.#driver = driver
        return through(driver)
      },
    })
  }

  bytes(): Promise<Uint8Array> {
    return this.#look((database) => database.serialize())
  }

  tables(): Promise<RawTables> {
    return this.#look(sqliteTables)
  }

  async close(): Promise<void> {
    await this.#driver?.close()
    this.#driver = undefined
  }

  async #look<T>(look: (database: Database) => T): Promise<T> {
    if (this.#driver === undefined) throw new TypeError('it is not open')
    const transaction = await this.#driver.begin()
    await transaction.rollback()
    return look(transaction.native as Database)
  }
}
