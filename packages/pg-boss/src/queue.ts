import type { DeadLetters, JobError, JobQueue, Paged } from '@guanxi/core'
import { CrmError, invalid } from '@guanxi/core'
import {
  formatInstant,
  type Job,
  type Lease,
  Leases,
  type QueueEnvironment,
  type Session,
  type Taken,
  type Transaction,
  type Wanted,
  type Write,
} from '@guanxi/core/storage'
import { faulted, missing } from './database.ts'
import { insertOf, type JobRow, type LetterRow, leaseOf, letterOf, uuidOf } from './job.ts'
import type { PgBossQueueOptions } from './options.ts'
import { Site } from './site.ts'

/**
 * The queue of pg-boss, for teams that run one. Jobs are put in with the transaction that asks for them, so the storage
 * must be `postgres()`, in the same database.
 *
 * @throws CrmError `STORAGE_CAPABILITY_MISSING`: another storage, or another database
 *
 * @example
 * const url = 'postgres://localhost/app'
 * const crm = createCrm({ storage: postgres(url), queue: pgBossQueue({ connectionString: url }) })
 */
export const pgBossQueue = (options: PgBossQueueOptions): JobQueue => new PgBossQueue(new Site(options))

const vanished: JobError = {
  code: 'STALE_LEASE',
  message: 'The process was gone before the job was done, at every try.',
}

interface Counted {
  readonly count: number
}

class PgBossQueue implements JobQueue {
  readonly id = 'pg-boss'
  readonly #site: Site
  readonly #leases = new Leases()
  #environment: QueueEnvironment | undefined

  constructor(site: Site) {
    this.#site = site
  }

  open(environment: QueueEnvironment): void {
    if (environment.storage.id !== 'postgres')
      throw missing('jobs of pg-boss', 'Use postgres() as the storage, or leave the queue out.')
    this.#environment = environment
  }

  async enqueue(tx: Transaction, jobs: readonly Job[]): Promise<readonly Write[]> {
    if (jobs.length === 0) return []
    const wanted = new Map<string, Job>()
    for (const job of jobs) if (job.ifTaken === 'replace' || !wanted.has(job.id)) wanted.set(job.id, job)
    const all = [...wanted.values()]
    const replaced = all.filter(({ ifTaken }) => ifTaken === 'replace').map(({ id }) => uuidOf(id))
    const { boss } = await this.#site.open()
    const db = await this.#site.database(tx)
    const { name } = this.#site
    await faulted(async () => {
      if (replaced.length > 0) await boss.deleteJob(name, replaced, { db })
      await boss.insert(name, all.map(insertOf), { db })
    })
    return []
  }

  async cancel(tx: Transaction, ids: readonly string[]): Promise<number> {
    return this.#count(tx, this.#site.sql.cancel, ids.map(uuidOf))
  }

  async claim({ limit, owners }: Wanted): Promise<readonly (readonly Lease[])[]> {
    const { sql } = this.#site
    const over = this.#leases.over(await this.#taken(owners), this.#at)
    const stamps = over.map(({ stamp }) => stamp)
    if (over.length > 0) await this.#site.rows(sql.bury, stamps, this.#now, JSON.stringify(vanished))
    const rows = await this.#site.rows<JobRow & { readonly priority: number }>(
      sql.claim,
      stamps,
      owners,
      this.#now,
      limit,
    )
    const urgent = rows.toSorted(
      (a, b) => b.priority - a.priority || (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0),
    )
    return urgent.map((row) => [leaseOf(row)])
  }

  async hold(tx: Transaction, lease: Lease): Promise<void> {
    const [held] = await this.#site.within<Counted>(tx, this.#site.sql.hold, ...byLease(lease), this.#now)
    if (held?.count !== 1) throw new CrmError('STALE_LEASE', { details: { job: lease.job.name } })
  }

  async done(tx: Transaction, lease: Lease): Promise<readonly Write[]> {
    await this.#site.within(tx, this.#site.sql.done, ...byLease(lease))
    return []
  }

  async extend(lease: Lease): Promise<boolean> {
    const [held] = await this.#site.rows<Counted>(this.#site.sql.hold, ...byLease(lease), this.#now)
    return held?.count === 1
  }

  async fail(lease: Lease, error: JobError, again: string | null): Promise<void> {
    const { sql } = this.#site
    await this.#site.rows(
      again === null ? sql.dies : sql.again,
      ...byLease(lease),
      again ?? this.#now,
      JSON.stringify(error),
    )
  }

  async release(leases: readonly Lease[]): Promise<void> {
    for (const lease of leases) await this.#site.rows(this.#site.sql.release, ...byLease(lease))
  }

  async next({ owners }: Wanted): Promise<string | null> {
    const taken = await this.#taken(owners)
    this.#leases.over(taken, this.#at)
    const [due] = await this.#site.rows<{ readonly dueAt: string | null }>(this.#site.sql.due, owners)
    const ends = taken.map((one) => formatInstant(this.#leases.end(one, this.#at)))
    return [...ends, ...(due?.dueAt ? [due.dueAt] : [])].toSorted()[0] ?? null
  }

  async dead(session: Session, tenant: string, { limit, after }: Paged): Promise<DeadLetters> {
    const { sql } = this.#site
    const values = [tenant, limit + 1, ...cursorOf(after)]
    const found = isTransaction(session)
      ? await this.#site.within<LetterRow>(session, sql.dead, ...values)
      : await this.#site.rows<LetterRow>(sql.dead, ...values)
    const items = found.slice(0, limit)
    const last = items.at(-1)
    const next = found.length > limit && last !== undefined ? JSON.stringify([last.key, last.data.job.id]) : null
    return { items: items.map(letterOf), next }
  }

  async revive(tx: Transaction, tenant: string, ids: readonly string[]): Promise<number> {
    return this.#count(tx, this.#site.sql.revive, tenant, ids.map(uuidOf), this.#now)
  }

  async discard(tx: Transaction, tenant: string, ids: readonly string[]): Promise<number> {
    return this.#count(tx, this.#site.sql.discard, tenant, ids.map(uuidOf))
  }

  async forget(tx: Transaction, tenant: string, tells: (text: string) => boolean): Promise<number> {
    const { sql } = this.#site
    const telling: string[] = []
    for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
      const page = await this.#site.within<{ readonly id: string; readonly job: Job }>(tx, sql.calls, tenant, after)
      for (const { id, job } of page) if (tells(JSON.stringify([job.recordId, job.input]))) telling.push(id)
      after = page.at(-1)?.id ?? after
      if (page.length < 1000) return this.#count(tx, sql.remove, telling)
    }
  }

  close(): Promise<void> {
    return this.#site.close()
  }

  get #at(): number {
    if (this.#environment === undefined) throw new TypeError('open() gives the queue its storage')
    return this.#environment.clock.now()
  }
  get #now(): string {
    return formatInstant(this.#at)
  }

  async #taken(owners: readonly string[]): Promise<readonly Taken[]> {
    type Heard = { readonly id: string; readonly stamp: string; readonly heard: string }
    const rows = await this.#site.rows<Heard>(this.#site.sql.taken, owners)
    return rows.map(({ id, stamp, heard }) => ({ id, stamp, until: Date.parse(heard) }))
  }

  async #count(tx: Transaction, sql: string, ...values: readonly unknown[]): Promise<number> {
    const [counted] = await this.#site.within<Counted>(tx, sql, ...values)
    return counted?.count ?? 0
  }
}

const byLease = ({ job, fence }: Lease) => [uuidOf(job.id), fence] as const

const isTransaction = (session: Session): session is Transaction => 'native' in session

/** @throws CrmError `INVALID` */
function cursorOf(after: string | null): readonly [string | null, string | null] {
  if (after === null) return [null, null]
  try {
    const [at, id] = JSON.parse(after) as unknown[]
    if (typeof at === 'string' && typeof id === 'string' && !Number.isNaN(Date.parse(at))) return [at, id]
  } catch {}
  throw invalid('after', 'expected the next of a page')
}
