import type { StorageAdapter } from '@guanxi/core'
import type { Driver } from '@guanxi/sql'
import type { NativeFaults } from './native.ts'
import type { RawTables } from './tables.ts'

/** What stands between a storage and its driver. */
export type Through = (driver: Driver) => Driver

/** A database that can be had in the same state as often as one likes. */
export interface FaultDatabase {
  readonly name: string
  readonly native: NativeFaults
  /** Runs `fill` on a migrated database, in a tenant that has nothing, and keeps what it leaves. */
  keep<T>(fill: (storage: StorageAdapter, tenant: string) => Promise<T>): Promise<Kept<T>>
  close(): Promise<void>
}

/** A state, and what was told when it was made. */
export interface Kept<T> {
  readonly value: T
  copy(): Promise<Copy>
}

/** A state that something is done to. */
export interface Copy {
  readonly tenant: string
  /** A storage on it, as a process has it that has just started. The one before is gone: see `FaultPlan.bury`. */
  open(through: Through): Promise<StorageAdapter>
  /** Everything that is committed, past the storage. */
  tables(): Promise<RawTables>
  close(): Promise<void>
}
