import { type CrmError, invalid } from '@guanxi/core'
import type { Transaction } from '@guanxi/core/storage'
import { type Db, PgBoss } from 'pg-boss'
import { databaseOf, faulted, identityOf, missing, rowsOf } from './database.ts'
import { forEver } from './job.ts'
import type { PgBossQueueOptions } from './options.ts'
import { statementsOf } from './statements.ts'

/** As long as pg-boss lets a job be at work, in seconds: our leases are shorter, and judged by us. */
const aDay = 86_399

/** A queue of pg-boss: where its jobs are, and how they are reached. */
export class Site {
  readonly name: string
  readonly sql: ReturnType<typeof statementsOf>
  readonly #options: PgBossQueueOptions
  readonly #known = new WeakSet<object>()
  #open: Promise<Opened> | undefined
  #closed = false

  constructor(options: PgBossQueueOptions) {
    const { schema = 'pgboss', queue = 'guanxi' } = options
    if (!/^[a-z_]\w*$/.test(schema)) throw invalid('schema', 'expected a name of small letters, digits and underscores')
    this.name = queue
    this.sql = statementsOf(schema)
    this.#options = options
  }

  /** Runs a statement of this queue on its own. */
  async rows<T>(sql: string, ...values: readonly unknown[]): Promise<readonly T[]> {
    const { boss } = await this.open()
    return rowsOf(boss.getDb(), sql, [this.name, ...values])
  }

  /** Runs a statement of this queue in the caller's transaction. */
  async within<T>(tx: Transaction, sql: string, ...values: readonly unknown[]): Promise<readonly T[]> {
    return rowsOf(await this.database(tx), sql, [this.name, ...values])
  }

  /** The caller's transaction, as pg-boss takes it. */
  async database(tx: Transaction): Promise<Db> {
    const { identity } = await this.open()
    const db = databaseOf(tx)
    const handle = tx.native as object
    if (!this.#known.has(handle)) {
      if ((await identityOf(db)) !== identity) throw elsewhere()
      this.#known.add(handle)
    }
    return db
  }

  open(): Promise<Opened> {
    this.#open ??= this.#begin().catch((error: unknown) => {
      this.#open = undefined
      throw error
    })
    return this.#open
  }

  async #begin(): Promise<Opened> {
    if (this.#closed) throw missing('jobs of a CRM that is closed')
    const boss = await this.#started()
    return faulted(async () => {
      // What is dead stays until somebody looks at it, and what waits until it is due.
      const kept = { retentionSeconds: forEver, deleteAfterSeconds: 0, expireInSeconds: aDay }
      if ((await boss.getQueue(this.name)) === null) await boss.createQueue(this.name, { ...kept, partition: true })
      const db = boss.getDb()
      const [found] = await rowsOf<Found>(db, this.sql.found, [this.name])
      // Not where it is there: to make one waits for whoever is writing.
      if (found !== undefined && !found.indexed)
        for (const index of this.sql.indexes(found.table)) await rowsOf(db, index)
      return { boss, identity: await identityOf(db) }
    })
  }

  async #started(): Promise<PgBoss> {
    const { boss, queue: _, ...options } = this.#options
    if (boss !== undefined) return boss
    const own = new PgBoss({ supervise: false, schedule: false, ...options })
    // Whoever calls is told; an event that nobody hears would end the process.
    own.on('error', () => undefined)
    await faulted(() => own.start())
    return own
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#options.boss !== undefined || this.#open === undefined) return
    const opened = await this.#open.catch(() => undefined)
    await opened?.boss.stop({ graceful: false, close: true })
  }
}

interface Found {
  readonly table: string
  readonly indexed: boolean
}

interface Opened {
  readonly boss: PgBoss
  /** Of the database that it is in. */
  readonly identity: string
}

const elsewhere = (): CrmError =>
  missing('transactions of the database of pg-boss', 'Give pg-boss the database that the CRM is in.')
