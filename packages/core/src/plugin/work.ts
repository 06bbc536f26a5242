import type { Signal } from '../storage/index.ts'

/**
 * How a worker works.
 *
 * @example
 * const options: WorkOptions = { concurrency: 8 }
 */
export interface WorkOptions {
  /** Aborted, it begins no new job, finishes those at work, and ends. */
  readonly signal?: Signal
  /** How many jobs are done at once; 4 unless told. */
  readonly concurrency?: number
  /** How often it looks for what other processes have enqueued, in milliseconds; 1000 unless told. */
  readonly poll?: number
}

/**
 * What {@link Crm.tick} did.
 *
 * @example
 * const { done, dead, next }: TickReport = await crm.tick()
 */
export interface TickReport {
  readonly done: number
  /** Those that failed, and will be tried again. */
  readonly again: number
  /** Those that were given up. */
  readonly dead: number
  /** Those that somebody else has taken over meanwhile. */
  readonly stale: number
  /** When the next job is due, as far as is known; null: nothing waits. */
  readonly next: string | null
}
