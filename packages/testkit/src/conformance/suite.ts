import type { StorageAdapter } from '@guanxi/core'

/** A storage on an empty database of its own. */
export interface FreshStorage {
  /** Not opened yet. */
  readonly storage: StorageAdapter
  /** Another one on the same database, as a second process would have it; left out where there is no such thing. */
  readonly another?: () => StorageAdapter
  /** A host's own handle on the same database; left out where there is no such thing. */
  readonly host?: () => Promise<HostHandle>
  close(): Promise<void>
}

/** A host that runs a transaction by itself. */
export interface HostHandle {
  readonly handle: object
  begin(): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
  close(): Promise<void>
}

/** What the cases run on: `describe`, `test` and `afterAll` are vitest's, or node:test's `describe`, `test` and `after`. */
export interface ConformanceOptions {
  readonly name: string
  readonly create: () => Promise<FreshStorage>
  readonly describe: (name: string, run: () => void) => unknown
  readonly test: (name: string, run: () => Promise<void>) => unknown
  readonly afterAll: (run: () => Promise<void>) => unknown
}
