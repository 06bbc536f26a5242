import type { Driver } from '@guanxi/sql'

/** How `sqlite` opens its file. */
export interface SqliteOptions {
  /** `full` survives a power failure at any moment; `normal`, the default, may lose the latest commits then. */
  readonly durability?: 'normal' | 'full'
  /** How long to wait for another process that writes, in milliseconds: 5000 unless told. */
  readonly busyTimeout?: number
  /** Before the name of every table and index: `crm_` unless told. */
  readonly prefix?: string
  /** Stands between the storage and its driver, and sees every statement: for tests and tracing. */
  readonly through?: (driver: Driver) => Driver
}
