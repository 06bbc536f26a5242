import { AsyncLocalStorage } from 'node:async_hooks'
import type { StorageAdapter } from '@guanxi/core'
import { sqlAdapter } from '@guanxi/sql'
import { sqliteDialect } from '@guanxi/sqlite/dialect'
import { NodeSqliteDriver } from './driver.ts'

/** How `nodeSqlite` waits. */
export interface NodeSqliteOptions {
  /** How long to wait for another process that writes, in milliseconds: 5000 unless told. */
  readonly busyTimeout?: number
}

/**
 * A storage in an SQLite file, or in memory for `:memory:`, over Node's own SQLite. The file is opened at the first use.
 *
 * @example
 * const crm = createCrm({ storage: nodeSqlite('crm.db') })
 */
export const nodeSqlite = (filename: string, { busyTimeout = 5000 }: NodeSqliteOptions = {}): StorageAdapter =>
  sqlAdapter({
    dialect: { ...sqliteDialect, id: 'node-sqlite' },
    driver: new NodeSqliteDriver(filename, busyTimeout),
    context: new AsyncLocalStorage<object>(),
  })
