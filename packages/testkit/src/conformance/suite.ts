import type { StorageAdapter } from '@guanxi/core'

/**
 * A storage on an empty database of its own.
 *
 * @example
 * const memory = (): FreshStorage => {
 *   const fresh = sqlite(':memory:')
 *   return { storage: fresh, close: () => fresh.close() }
 * }
 */
export interface FreshStorage {
  /** Not opened yet. */
  readonly storage: StorageAdapter
  /** Another one on the same database, as a second process would have it; left out where there is no such thing. */
  readonly another?: () => StorageAdapter
  /** A host's own handle on the same database; left out where there is no such thing. */
  readonly host?: () => Promise<HostHandle>
  /**
   * Ends a transaction, given its `native`, as the database may do by itself: SQLite does on a full disk. Left out where
   * only who began a transaction ends it.
   */
  readonly endedByDatabase?: (native: unknown) => Promise<void>
  close(): Promise<void>
}

/**
 * A host that runs a transaction by itself.
 *
 * @example
 * const inTransaction = async (host: HostHandle, run: () => Promise<void>) => {
 *   await host.begin()
 *   await run()
 *   await host.commit()
 * }
 */
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
