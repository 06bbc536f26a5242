import { AsyncLocalStorage } from 'node:async_hooks'
import type { StorageAdapter } from '@guanxi/core'
import { sqlAdapter } from '@guanxi/sql'
import { sqliteDialect } from './dialect/index.ts'
import { SqliteDriver } from './driver.ts'
import type { SqliteOptions } from './options.ts'

/**
 * A storage in an SQLite file, or in memory for `:memory:`. The file is opened at the first use. Bytes are a database that
 * better-sqlite3's `serialize()` wrote: a copy of it in memory.
 *
 * @throws CrmError at the first use: `STORAGE_NOT_A_DATABASE`, `STORAGE_UNAVAILABLE` (no such folder, no permission),
 * `STORAGE_BUSY` when another process writes for longer than `busyTimeout`.
 *
 * @example
 * const crm = createCrm({ storage: sqlite('crm.db') })
 */
export function sqlite(source: string | Uint8Array, options: SqliteOptions = {}): StorageAdapter {
  const { prefix, through = (driver) => driver } = options
  return sqlAdapter({
    dialect: sqliteDialect,
    driver: through(new SqliteDriver(source, options)),
    context: new AsyncLocalStorage<object>(),
    prefix,
  })
}
