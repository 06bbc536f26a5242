import type { Schema } from '../schema/index.ts'
import type { Session, StorageAdapter, Transaction, Write } from '../storage/index.ts'
import type { Clock } from '../time/index.ts'
import type { DeadLetter, Job, JobError, Lease } from './job.ts'

/**
 * What a queue may use of its instance.
 *
 * @example
 * const isDue = ({ clock }: QueueEnvironment, at: number) => at <= clock.now()
 */
export interface QueueEnvironment {
  readonly storage: StorageAdapter
  readonly schema: Schema
  readonly clock: Clock
}

/**
 * Which jobs a worker takes.
 *
 * @example
 * const wanted: Wanted = { limit: 10, owners: ['core', 'tickets'] }
 */
export interface Wanted {
  readonly limit: number
  /** The plugins that this process has: the jobs of others are left alone. */
  readonly owners: readonly string[]
}

/**
 * Which page of a list.
 *
 * @example
 * const first: Paged = { limit: 50, after: null }
 */
export interface Paged {
  readonly limit: number
  /** The `next` of the page before. */
  readonly after: string | null
}

/**
 * A page of dead letters.
 *
 * @example
 * const codes = ({ items }: DeadLetters) => new Set(items.map(({ error }) => error.code))
 */
export interface DeadLetters {
  readonly items: readonly DeadLetter[]
  readonly next: string | null
}

/**
 * Where jobs wait: tables of the CRM's own database unless told, or another queue on the same database behind this
 * interface. `queueConformance` of `@guanxi/testkit` proves one.
 *
 * Jobs are done at least once, and what they write once: a job is held and ended in the transaction of its effect.
 *
 * @example
 * const crm = createCrm({ storage, queue: tableQueue() })
 */
export interface JobQueue {
  readonly id: string
  /** Called once, before anything else; cheap, no I/O. */
  open(environment: QueueEnvironment): void
  /**
   * Puts jobs in with the transaction: they are there when it commits, and never before. Answers the writes that the
   * caller sends with his own, if it has not sent them itself.
   */
  enqueue(tx: Transaction, jobs: readonly Job[]): Promise<readonly Write[]>
  /** Takes back what still waits under these ids; answers how many did. */
  cancel(tx: Transaction, ids: readonly string[]): Promise<number>
  /** Takes jobs that are due, in lists: the jobs of a list are one lane's, and done in its order. */
  claim(wanted: Wanted): Promise<readonly (readonly Lease[])[]>
  /**
   * Says in the transaction of the effect that the job is still this worker's, and holds it to the end.
   *
   * @throws CrmError `STALE_LEASE`
   */
  hold(tx: Transaction, lease: Lease): Promise<void>
  /** What ends a job that is held, sent with the effect's last writes. */
  done(tx: Transaction, lease: Lease): Promise<readonly Write[]>
  /** Keeps a job from being taken by others for another while. False: it is no longer this worker's. */
  extend(lease: Lease): Promise<boolean>
  /** Gives a job back that failed: to be tried again at an instant, or (null) as a dead letter. Nothing, if it is no longer his. */
  fail(lease: Lease, error: JobError, again: string | null): Promise<void>
  /** Gives jobs back that were not begun. */
  release(leases: readonly Lease[]): Promise<void>
  /** When the next job is due, at the latest by what is known now; null: nothing waits. */
  next(wanted: Wanted): Promise<string | null>
  /** The dead letters of a tenant, the newest first. */
  dead(tx: Session, tenant: string, page: Paged): Promise<DeadLetters>
  /** Lets dead letters of a tenant be tried again, as if for the first time; answers how many there were. */
  revive(tx: Transaction, tenant: string, ids: readonly string[]): Promise<number>
  /** Throws dead letters of a tenant away; answers how many there were. */
  discard(tx: Transaction, tenant: string, ids: readonly string[]): Promise<number>
  /** Takes away calls of a tenant that tell of records which were erased; answers how many. */
  forget(tx: Transaction, tenant: string, tells: (text: string) => boolean): Promise<number>
  close?(): Promise<void>
}
