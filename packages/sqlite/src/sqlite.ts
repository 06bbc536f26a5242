import { AsyncLocalStorage } from 'node:async_hooks'
import type { StorageAdapter } from '@guanxi/core'
import { sqlAdapter } from '@guanxi/sql'
import { dialect } from './dialect.ts'
import { SqliteDriver } from './driver.ts'
import type { SqliteOptions } from './options.ts'

/**
 * A storage in an SQLite file, or in memory for `:memory:`. The file is opened at the first use.
 *
 * @throws CrmError at the first use: `STORAGE_NOT_A_DATABASE`, `STORAGE_UNAVAILABLE` (no such folder, no permission),
 * `STORAGE_BUSY` when another process writes for longer than `busyTimeout`.
 *
 * @example
 * const crm = createCrm({ storage: sqlite('crm.db') })
 */
export function sqlite(filename: string, options: SqliteOptions = {}): StorageAdapter {
  const driver = new SqliteDriver(filename, options)
  return sqlAdapter({ dialect, driver, context: new AsyncLocalStorage<object>(), prefix: options.prefix })
}
