import type { JobQueue } from '@guanxi/core'
import type { FreshStorage } from '../conformance/suite.ts'

/**
 * A storage that has the core's tables, and the queues of the processes that work on it.
 *
 * @example
 * const fresh: FreshQueue = {
 *   storage: await migrated(),
 *   queue: () => tableQueue(),
 *   close: async () => undefined,
 * }
 */
export interface FreshQueue extends FreshStorage {
  /** One more of the queue that is proved, as another process has it; not opened yet. */
  queue(): JobQueue
}

/** What the cases run on: `describe`, `test` and `afterAll` are vitest's, or node:test's `describe`, `test` and `after`. */
export interface QueueConformanceOptions {
  readonly name: string
  readonly create: () => Promise<FreshQueue>
  /** How long a worker has a job to itself without saying anything, in milliseconds; 30,000 unless told. */
  readonly lease?: number
  /** How many random interleavings of several workers; 200 unless told. */
  readonly interleavings?: number
  readonly describe: (name: string, run: () => void) => unknown
  readonly test: (name: string, run: () => Promise<void>) => unknown
  readonly afterAll: (run: () => Promise<void>) => unknown
}
