import {
  type CoreTypes,
  type Crm,
  command,
  createCrm,
  definePlugin,
  type JobQueue,
  type PluginTypes,
  type Schedule,
  type StorageAdapter,
  tableQueue,
} from '@guanxi/core'
import * as z from 'zod'

const operations = {
  bells: {
    ring: command({ target: 'collection', summary: 'Rings.', input: () => z.strictObject({}), output: z.void }),
  },
}
interface Bells extends PluginTypes {
  operations: typeof operations
  events: {}
}

/** Some processes that keep the same schedules on one database, each by its own clock. */
export class Fleet {
  /** `[schedule, time]` of each call that was made, in their order. */
  readonly made: [schedule: string, at: string][] = []
  /** Jobs that were ended in a transaction, jobs that a tick says it has done, and those that went wrong. */
  readonly jobs = { ended: 0, done: 0, failed: 0 }
  /** How often the operation has run. */
  rung = 0
  /** How far the clock of each is off, in milliseconds. */
  readonly skews: number[]
  now: number
  #crms: readonly Crm<CoreTypes & Bells>[] = []
  readonly #schedules: Readonly<Record<string, Schedule>>
  readonly #open: () => StorageAdapter

  constructor(size: number, now: number, schedules: Readonly<Record<string, Schedule>>, open: () => StorageAdapter) {
    this.skews = Array.from({ length: size }, () => 0)
    this.now = now
    this.#schedules = schedules
    this.#open = open
  }

  async start(): Promise<void> {
    this.#crms = this.skews.map((_, n) => this.#started(n))
    await this.#crms[0]?.migrate()
  }

  async stop(): Promise<void> {
    for (const crm of this.#crms) await crm.close()
    this.#crms = []
  }

  /** Lets some of them look what is due, all at once. */
  async tick(who: readonly number[]): Promise<void> {
    const reports = await Promise.all(who.map((n) => this.#crms[n]?.tick()))
    for (const report of reports) {
      this.jobs.done += report?.done ?? 0
      this.jobs.failed += (report?.again ?? 0) + (report?.dead ?? 0) + (report?.stale ?? 0)
    }
  }

  #started(n: number): Crm<CoreTypes & Bells> {
    const bells = definePlugin<Bells, CoreTypes & Bells>({
      id: 'bells',
      version: '1.0.0',
      operations,
      handlers: {
        bells: {
          ring: async () => {
            this.rung++
          },
        },
      },
      schedules: this.#schedules,
    })
    const clock = { now: () => this.now + (this.skews[n] ?? 0) }
    return createCrm({ storage: this.#open(), clock, plugins: [bells], queue: this.#listened() })
  }

  /** The queue of core, where each end of a call is heard. */
  #listened(): JobQueue {
    const queue = tableQueue()
    const { made, jobs } = this
    return new Proxy(queue, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (name === 'done')
          return async (tx: Parameters<JobQueue['done']>[0], lease: Parameters<JobQueue['done']>[1]) => {
            jobs.ended++
            const { kind, owner, id } = lease.job
            const [, schedule, , at] = JSON.parse(id) as readonly string[]
            if (kind === 'call' && owner === 'bells') made.push([String(schedule), String(at)])
            return target.done(tx, lease)
          }
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }
}
