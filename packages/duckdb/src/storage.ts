import { AsyncLocalStorage } from 'node:async_hooks'
import type { StorageAdapter } from '@guanxi/core'
import { sqlAdapter } from '@guanxi/sql'
import type { Database } from './database.ts'
import { dialect } from './dialect.ts'
import { DuckdbDriver } from './driver.ts'

/** Tables of copies in a DuckDB database, as a storage that answers queries about them. */
export const storageOn = (database: Database): StorageAdapter =>
  sqlAdapter({ dialect, driver: new DuckdbDriver(database), context: new AsyncLocalStorage<object>() })
