import { CrmError } from '../../error/index.ts'
import { decodeCursor, encodeCursor, type SelectQuery } from '../../query/index.ts'
import { type EntityIR, entityOf, type Row } from '../../schema/index.ts'
import type { Session, Transaction, Write } from '../../storage/index.ts'
import { formatInstant } from '../../time/index.ts'
import { type DeadLetter, everywhere, type Job, type JobError, type Lease } from '../job.ts'
import { Leases, leaseTime } from '../leases.ts'
import type { DeadLetters, JobQueue, Paged, QueueEnvironment, Wanted } from '../queue.ts'
import { claim } from './claim.ts'
import { all, by, is, selectJobs } from './find.ts'
import { nextOf } from './next.ts'
import { fresh, rowOf } from './rows.ts'

/** How often one claim looks again, where what it saw first was in the way of the rest. */
const looks = 20

/**
 * The queue in the CRM's own database: a table, on every storage.
 *
 * @example
 * const crm = createCrm({ storage, queue: tableQueue() }) // the same as without
 */
export const tableQueue = (): JobQueue => new TableQueue()

class TableQueue implements JobQueue {
  readonly id = 'table'
  readonly #leases = new Leases()
  #environment: QueueEnvironment | undefined

  open(environment: QueueEnvironment): void {
    this.#environment = environment
  }

  async enqueue(_: Transaction, jobs: readonly Job[]): Promise<readonly Write[]> {
    if (jobs.length === 0) return []
    const entity = this.#jobs
    const wanted = new Map<string, Job>()
    for (const job of jobs) if (job.ifTaken === 'replace' || !wanted.has(job.id)) wanted.set(job.id, job)
    const rowsOf = (ifTaken: Job['ifTaken']) =>
      [...wanted.values()].filter((job) => job.ifTaken === ifTaken).map((job) => rowOf(job, this.#now))
    const [replacing, keeping] = [rowsOf('replace'), rowsOf('keep')]
    const set = Object.keys(replacing[0] ?? {}).filter((name) => !staying.has(name))
    const insert = { type: 'insert', entity, tenant: everywhere } as const
    const writes: readonly Write[] = [
      { ...insert, rows: replacing, onConflict: { set, next: ['fence'] } },
      { ...insert, rows: keeping, onConflict: 'ignore' },
    ]
    return writes.filter(({ rows }) => rows.length > 0)
  }

  async cancel(tx: Transaction, ids: readonly string[]): Promise<number> {
    return this.#delete(
      tx,
      ids.flatMap((id) => ['ready', 'active'].map((state) => ({ id, state }))),
    )
  }

  async claim(wanted: Wanted): Promise<readonly (readonly Lease[])[]> {
    const { clock } = this.#in
    for (let look = 1; ; look++) {
      const { runs, more } = await this.#inTransaction((tx) => claim(tx, this.#jobs, wanted, this.#leases, clock.now()))
      if (!more || look === looks) return runs
    }
  }

  async hold(tx: Transaction, lease: Lease): Promise<void> {
    if ((await this.#update(tx, [held(lease)], { leasedUntil: this.#leaseEnd })) === 0) throw stale(lease)
  }

  async done(_: Transaction, { job, fence }: Lease): Promise<readonly Write[]> {
    return [{ type: 'delete', entity: this.#jobs, tenant: everywhere, rows: [{ id: job.id, fence }] }]
  }

  async extend(lease: Lease): Promise<boolean> {
    const set = { leasedUntil: this.#leaseEnd }
    return (await this.#inTransaction((tx) => this.#update(tx, [held(lease)], set))) > 0
  }

  async fail(lease: Lease, error: JobError, again: string | null): Promise<void> {
    const at = { ...error }
    const set =
      again === null
        ? { state: 'dead', dueAt: this.#now, leasedUntil: null, error: at }
        : { state: 'ready', dueAt: again, leasedUntil: null, error: at }
    await this.#inTransaction((tx) => this.#update(tx, [held(lease)], set))
  }

  async release(leases: readonly Lease[]): Promise<void> {
    if (leases.length === 0) return
    const set = { state: 'ready', leasedUntil: null }
    await this.#inTransaction((tx) => this.#update(tx, leases.map(held), set, { attempt: -1 }))
  }

  async next(wanted: Wanted): Promise<string | null> {
    const { storage, clock } = this.#in
    return nextOf(storage.session, this.#jobs, wanted, this.#leases, clock.now())
  }

  async dead(session: Session, tenant: string, { limit, after }: Paged): Promise<DeadLetters> {
    const entity = this.#jobs
    const orderBy = by(entity, 'dueAt', 'desc')
    const where = all(is(entity, 'of', tenant), is(entity, 'state', 'dead'))
    const from = after === null ? null : decodeCursor(after, entity, orderBy)
    const found = await session.select(
      selectJobs(entity, { where, orderBy, limit: limit + 1, after: from, keys: true }),
    )
    const items = found.slice(0, limit)
    const keys = items.at(-1)?.keys
    const next = found.length > limit && keys !== undefined ? encodeCursor(keys, entity, orderBy) : null
    return { items: items.map(({ row }) => letterOf(row)), next }
  }

  async revive(tx: Transaction, tenant: string, ids: readonly string[]): Promise<number> {
    const matches = ids.map((id) => ({ id, of: tenant, state: 'dead' }))
    return this.#update(tx, matches, { ...fresh, dueAt: this.#now }, { fence: 1 })
  }

  async discard(tx: Transaction, tenant: string, ids: readonly string[]): Promise<number> {
    return this.#delete(
      tx,
      ids.map((id) => ({ id, of: tenant, state: 'dead' })),
    )
  }

  async forget(tx: Transaction, tenant: string, tells: (text: string) => boolean): Promise<number> {
    const entity = this.#jobs
    const telling: string[] = []
    for (let after: SelectQuery['after'] = null; ; ) {
      const where = all(is(entity, 'of', tenant), is(entity, 'kind', 'call'))
      const page = await tx.select(selectJobs(entity, { where, limit: 1000, after, keys: true }))
      for (const { row } of page) if (tells(JSON.stringify([row.recordId, row.input]))) telling.push(String(row.id))
      after = page.at(-1)?.keys ?? null
      if (page.length < 1000)
        return this.#delete(
          tx,
          telling.map((id) => ({ id })),
        )
    }
  }

  get #in(): QueueEnvironment {
    if (this.#environment === undefined) throw new TypeError('open() gives the queue its storage')
    return this.#environment
  }
  get #jobs(): EntityIR {
    return entityOf(this.#in.schema, 'backgroundJob')
  }
  get #now(): string {
    return formatInstant(this.#in.clock.now())
  }
  get #leaseEnd(): string {
    return formatInstant(this.#in.clock.now() + leaseTime)
  }

  async #update(
    tx: Transaction,
    matches: readonly Readonly<Record<string, string | number>>[],
    set: Row,
    add: Readonly<Record<string, number>> = {},
  ): Promise<number> {
    const rows = matches.map((match) => ({ match, set, add }))
    const [written] = await tx.write([{ type: 'update', entity: this.#jobs, tenant: everywhere, rows }])
    return sum(written?.counts)
  }

  async #delete(tx: Transaction, rows: readonly Readonly<Record<string, string>>[]): Promise<number> {
    if (rows.length === 0) return 0
    const [written] = await tx.write([{ type: 'delete', entity: this.#jobs, tenant: everywhere, rows }])
    return sum(written?.counts)
  }

  async #inTransaction<T>(run: (tx: Transaction) => Promise<T>): Promise<T> {
    const tx = await this.#in.storage.begin()
    try {
      const result = await run(tx)
      await tx.commit()
      return result
    } catch (error) {
      await tx.rollback()
      throw error
    }
  }
}

/** The id of a job says whose it is, and what may be replaced stands in no lane: their indexes stay as they are. */
const staying: ReadonlySet<string> = new Set(['id', 'fence', 'of', 'lane', 'place'])

/** The row of a job that is still whose lease this is. */
const held = ({ job, fence }: Lease) => ({ id: job.id, fence, state: 'active' })

const sum = (counts: readonly number[] = []): number => counts.reduce((total, count) => total + count, 0)

const stale = ({ job }: Lease): CrmError => new CrmError('STALE_LEASE', { details: { job: job.name } })

function letterOf(row: Row): DeadLetter {
  return {
    id: String(row.id),
    kind: row.kind as DeadLetter['kind'],
    name: String(row.name),
    entity: row.entity as string | null,
    recordId: row.recordId as string | null,
    attempt: Number(row.attempt),
    at: String(row.dueAt),
    error: row.error as JobError,
  }
}
