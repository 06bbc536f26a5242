import assert from 'node:assert/strict'
import { createCrm, type StorageAdapter, tableQueue } from '@guanxi/core'
import { fieldOf, type Job, type Lease, type QueueEnvironment, type SelectQuery } from '@guanxi/core/storage'
import { type TestClock, testClock } from '../clock.ts'
import type { FreshQueue } from './suite.ts'
import { QueueWorker } from './worker.ts'

const start = '2026-03-16T01:00:00.000Z'

/** Queues as the cases use them: each case has jobs of an owner and a tenant of its own, so that they share a database. */
export class QueueKit {
  readonly clock: TestClock = testClock(start)
  readonly fresh: FreshQueue
  /** Of this case alone. */
  readonly name: string
  readonly lease: number
  readonly interleavings: number
  readonly #opened: Map<StorageAdapter, QueueEnvironment>
  readonly #workers: QueueWorker[] = []
  readonly #storages: readonly StorageAdapter[]

  constructor(shared: Shared, name: string) {
    this.fresh = shared.fresh
    this.lease = shared.lease
    this.interleavings = shared.interleavings
    this.#opened = shared.opened
    this.#storages = shared.storages
    this.name = name
  }

  /** One more process, on the other storage in turn. */
  worker(): QueueWorker {
    const storage = this.#storages[this.#workers.length % this.#storages.length] ?? this.fresh.storage
    const environment = this.#opened.get(storage)
    assert(environment !== undefined)
    const worker = new QueueWorker(this.fresh.queue(), { ...environment, clock: this.clock })
    this.#workers.push(worker)
    return worker
  }

  async close(): Promise<void> {
    for (const { queue } of this.#workers) await queue.close?.()
  }

  /** A job that is due now, alone. */
  job(id: string, given: Partial<Job> = {}): Job {
    return {
      id: `${this.name}/${id}`,
      ifTaken: 'keep',
      tenant: this.name,
      owner: this.name,
      kind: 'call',
      name: 'tickets.escalate',
      entity: 'ticket',
      recordId: id,
      input: { id },
      priority: 'normal',
      dueAt: this.clock.at,
      lane: null,
      place: 0,
      attempts: 10,
      cause: null,
      depth: 0,
      ...given,
    }
  }

  /** So many seconds from now. */
  in(seconds: number): string {
    return new Date(this.clock.now() + seconds * 1000).toISOString()
  }

  /** Lets the leases of today be over for everybody who looks now and then. */
  async leasesEnd(...watching: readonly QueueWorker[]): Promise<void> {
    for (const { queue } of watching) assert.deepEqual(await queue.claim({ owners: [this.name], limit: 10 }), [])
    await this.clock.advance(this.in(this.lease / 1000 + 1))
  }

  #drained = 0

  /** Takes what is due and ends it, until nothing is; answers it in order, as one text. */
  async drain(worker: QueueWorker, limit = 10): Promise<string> {
    const done: string[] = []
    for (let claimed = await worker.claim(this.name, limit); claimed.length > 0; ) {
      for (const lease of claimed.flat()) {
        await worker.finish(lease, `drained ${++this.#drained}`)
        done.push(this.short(lease.job.id))
        assert(done.length <= 1000, 'there is no end of jobs')
      }
      claimed = await worker.claim(this.name, limit)
    }
    return done.join(' ')
  }

  /** The ids of the case's jobs without their common part: lists with a bar between them. */
  told(lists: readonly (readonly Lease[])[]): string {
    return lists.map((list) => list.map(({ job }) => this.short(job.id)).join(' ')).join(' | ')
  }

  short(id: string): string {
    return id.slice(this.name.length + 1)
  }

  /** What the jobs of a tenant have left: the ids. */
  async effects(tenant: string): Promise<readonly string[]> {
    const environment = this.#opened.get(this.fresh.storage)
    const outbox = environment?.schema.entities.get('outbox')
    assert(outbox !== undefined)
    const orderBy = [{ path: { hops: [], field: fieldOf(outbox, 'id') }, direction: 'asc' }] as const
    const everything = { access: null, where: { node: 'and', all: [] }, bin: 'with', limit: 1000, after: null } as const
    const query: SelectQuery = { entity: outbox, tenant, orderBy, ...everything }
    return (await this.fresh.storage.session.select(query)).map(({ row }) => String(row.id))
  }

  /** What the jobs of this case have left, as one text. */
  async left(): Promise<string> {
    return (await this.effects(this.name)).map((id) => this.short(id)).join(' ')
  }

  async dead(worker: QueueWorker, limit = 10): Promise<string> {
    const { items } = await worker.queue.dead(worker.storage.session, this.name, { limit, after: null })
    return items.map(({ id }) => this.short(id)).join(' ')
  }
}

/** The only one of what was taken. */
export function only(lists: readonly (readonly Lease[])[]): Lease {
  const [[lease] = []] = lists
  assert.equal(lists.flat().length, 1)
  assert(lease !== undefined)
  return lease
}

/** What all cases share. */
export interface Shared {
  readonly fresh: FreshQueue
  readonly lease: number
  readonly interleavings: number
  readonly storages: readonly StorageAdapter[]
  readonly opened: Map<StorageAdapter, QueueEnvironment>
}

/** Opens the storages as an instance does. */
export function opening(storages: readonly StorageAdapter[]): Map<StorageAdapter, QueueEnvironment> {
  const opened = new Map<StorageAdapter, QueueEnvironment>()
  for (const storage of storages) {
    const open = (environment: QueueEnvironment) => opened.set(storage, environment)
    createCrm({ storage, queue: Object.assign(tableQueue(), { open }) })
  }
  return opened
}
