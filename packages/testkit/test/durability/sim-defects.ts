import { randomUUID } from 'node:crypto'
import { type CrmOptions, type JobQueue, type StorageAdapter, tableQueue } from '@guanxi/core'
import type { SimInstance } from '@guanxi/testkit'

type Changed = Partial<Pick<CrmOptions<readonly [], {}, {}>, 'storage' | 'queue' | 'ids'>>

/** Something that could be wrong with Guanxi, put into an instance from outside. */
export interface Defect {
  readonly name: string
  /** What the world says of it, in part. */
  readonly told: RegExp
  /** One of the first seeds finds it. */
  readonly soon?: true
  readonly change: (instance: SimInstance) => Changed
}

/** The queue, but for some of it. */
function queue(change: (inner: JobQueue) => Partial<JobQueue>): JobQueue {
  const inner = tableQueue()
  return {
    id: inner.id,
    open: (environment) => inner.open(environment),
    enqueue: (tx, jobs) => inner.enqueue(tx, jobs),
    cancel: (tx, ids) => inner.cancel(tx, ids),
    claim: (wanted) => inner.claim(wanted),
    hold: (tx, lease) => inner.hold(tx, lease),
    done: (tx, lease) => inner.done(tx, lease),
    extend: (lease) => inner.extend(lease),
    fail: (lease, error, again) => inner.fail(lease, error, again),
    release: (leases) => inner.release(leases),
    next: (wanted) => inner.next(wanted),
    dead: (tx, tenant, page) => inner.dead(tx, tenant, page),
    revive: (tx, tenant, ids) => inner.revive(tx, tenant, ids),
    discard: (tx, tenant, ids) => inner.discard(tx, tenant, ids),
    forget: (tx, tenant, tells) => inner.forget(tx, tenant, tells),
    ...change(inner),
  }
}

/** A storage whose transactions commit otherwise. */
const committing = (
  storage: StorageAdapter,
  commit: (end: () => Promise<unknown>) => Promise<unknown>,
): StorageAdapter => ({
  ...storage,
  async begin(options) {
    const tx = await storage.begin(options)
    return new Proxy(tx, {
      get(target, name) {
        if (name !== 'commit') {
          const value: unknown = Reflect.get(target, name, target)
          return typeof value === 'function' ? value.bind(target) : value
        }
        return async (batch: Parameters<typeof tx.commit>[0]) => {
          const written = await target.write(batch ?? [])
          await commit(() => target.commit())
          return written
        }
      },
    })
  },
})

export const defects: readonly Defect[] = [
  {
    name: 'a lease without a fence: whoever was held up goes on with what is somebody else’s',
    told: /is there [23] times/,
    change: () => ({
      queue: queue((inner) => ({
        hold: async () => undefined,
        done: async (tx, lease) => {
          await inner.cancel(tx, [lease.job.id])
          return []
        },
      })),
    }),
  },
  {
    name: 'jobs that are not in the transaction of the write',
    soon: true,
    told: /is about a fact that was not told|is there 0 times|was never told/,
    change({ storage }) {
      const later: (() => Promise<void>)[] = []
      return {
        storage: committing(storage, async (end) => {
          await end()
          for (const put of later.splice(0)) await put()
        }),
        queue: queue((inner) => ({
          async enqueue(_, jobs) {
            later.push(async () => {
              const tx = await storage.begin()
              await tx.commit(await inner.enqueue(tx, jobs))
            })
            return []
          },
        })),
      }
    },
  },
  {
    name: 'an answer before the commit',
    soon: true,
    told: /and that is not there/,
    change: ({ storage }) => ({
      storage: committing(storage, async (end) => {
        void end().catch(() => undefined)
      }),
    }),
  },
  {
    name: 'what failed is tried again at once',
    told: /was tried again after|was given up/,
    change: ({ clock }) => ({
      queue: queue((inner) => ({
        fail: (lease, error, again) =>
          inner.fail(lease, error, again === null ? null : new Date(clock.now()).toISOString()),
      })),
    }),
  },
  {
    name: 'lanes that are none: what waits for another try is overtaken',
    told: /was told after|was told in another order/,
    change: () => ({
      queue: queue((inner) => ({
        enqueue: (tx, jobs) =>
          inner.enqueue(
            tx,
            jobs.map((job) => (job.lane === null ? job : { ...job, lane: job.id })),
          ),
      })),
    }),
  },
  {
    name: 'a worker that loses what it takes: the job is ended before its effect',
    told: /is there 0 times|was never told/,
    change: ({ storage }) => ({
      queue: queue((inner) => ({
        async claim(wanted) {
          const runs = await inner.claim(wanted)
          const tx = await storage.begin()
          await inner.cancel(
            tx,
            runs.flat().map(({ job }) => job.id),
          )
          await tx.commit()
          return runs
        },
        hold: async () => undefined,
        done: async () => [],
      })),
    }),
  },
  {
    name: 'an id of the machine’s own chance',
    soon: true,
    told: /two runs are not alike/,
    change: () => ({ ids: () => randomUUID() }),
  },
]
