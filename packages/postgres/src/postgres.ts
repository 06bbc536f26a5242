import { AsyncLocalStorage } from 'node:async_hooks'
import type { StorageAdapter } from '@guanxi/core'
import { type Driver, sqlAdapter } from '@guanxi/sql'
import type pg from 'pg'
import { dialect } from './dialect.ts'
import { PostgresDriver } from './driver.ts'

/** Where {@link postgres} keeps its tables. */
export interface PostgresOptions {
  /** Before the name of every table and index: `crm_` unless told. */
  readonly prefix?: string
  /** The database schema of the tables, made by the first migration: the connection's own unless told. */
  readonly schema?: string
  /**
   * Inserts of many rows go by `COPY`: for a storage by which a host imports, beside the one for everything else. Its
   * connections do not pipeline, and a role under row-level security may not copy.
   *
   * @example
   * const imports = createCrm({ storage: postgres('postgres://localhost/app', { copy: true }) })
   */
  readonly copy?: boolean
  /** Stands between the storage and its driver, and sees every statement: for tests and tracing. */
  readonly through?: (driver: Driver) => Driver
}

/**
 * A storage in a Postgres database (14 or later), by its URL, a configuration of pg's pool, or the host's own pool.
 * Nothing is connected before the first use, and a host's pool is never closed.
 *
 * @throws CrmError at the first use: `STORAGE_UNAVAILABLE` when the server cannot be reached or refuses the user.
 *
 * @example
 * const crm = createCrm({ storage: postgres('postgres://localhost/app') })
 */
export function postgres(database: string | pg.PoolConfig | pg.Pool, options: PostgresOptions = {}): StorageAdapter {
  const { prefix, schema, copy = false, through = (driver) => driver } = options
  const config = typeof database === 'string' ? { connectionString: database } : database
  const driver = new PostgresDriver(config, copy)
  return sqlAdapter({
    dialect,
    driver: through(driver),
    context: new AsyncLocalStorage<object>(),
    prefix,
    schema,
  })
}
