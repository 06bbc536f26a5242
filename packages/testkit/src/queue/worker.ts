import type { JobError, JobQueue, StorageAdapter } from '@guanxi/core'
import { entityOf, type Job, type Lease, type QueueEnvironment, type Transaction } from '@guanxi/core/storage'

/** What a job of the suite fails with. */
export const failure: JobError = { code: 'HANDLER_FAILED', message: 'planned' }

/** A process that takes jobs: a queue of its own, on a storage of its own where there can be two. */
export class QueueWorker {
  readonly queue: JobQueue
  readonly #environment: QueueEnvironment

  constructor(queue: JobQueue, environment: QueueEnvironment) {
    this.queue = queue
    this.#environment = environment
    queue.open(environment)
  }

  get storage(): StorageAdapter {
    return this.#environment.storage
  }

  /** Runs something in a transaction, which it commits. */
  async within<T>(run: (tx: Transaction) => Promise<T>): Promise<T> {
    const tx = await this.storage.begin()
    try {
      const result = await run(tx)
      await tx.commit()
      return result
    } catch (error) {
      await tx.rollback()
      throw error
    }
  }

  async put(...jobs: readonly Job[]): Promise<void> {
    await this.within(async (tx) => tx.write(await this.queue.enqueue(tx, jobs)))
  }

  /** Takes what is due, in lists. */
  claim(owner: string, limit = 10): Promise<readonly (readonly Lease[])[]> {
    return this.queue.claim({ owners: [owner], limit })
  }

  /** Does a job as workers do: holds it, leaves an effect, ends it, all in one transaction. */
  async finish(lease: Lease, effect = lease.job.id): Promise<void> {
    const tx = await this.storage.begin()
    try {
      await this.queue.hold(tx, lease)
      await tx.write([this.effectOf(effect, lease.job.tenant)])
      await tx.commit(await this.queue.done(tx, lease))
    } catch (error) {
      await tx.rollback()
      throw error
    }
  }

  fail(lease: Lease, again: string | null): Promise<void> {
    return this.queue.fail(lease, failure, again)
  }

  /** What a job leaves: a row, so that a second time is a DUPLICATE. */
  effectOf(id: string, tenant: string) {
    const entity = entityOf(this.#environment.schema, 'outbox')
    const at = '2026-01-01T00:00:00.000Z'
    const fields = [...entity.fields.values()].map(({ name, kind, nullable }) => [
      name,
      nullable ? null : kind === 'datetime' ? at : kind === 'integer' ? 0 : kind === 'json' ? {} : 'x',
    ])
    const row = { ...Object.fromEntries(fields), id }
    return { type: 'insert', entity, tenant, rows: [row] } as const
  }
}
