import type { QueueCase } from './case.ts'
import { enqueueCases } from './enqueue.ts'
import { interleavingCases } from './interleavings.ts'
import { opening, QueueKit, type Shared } from './kit.ts'
import { leaseCases } from './leases.ts'
import { letterCases } from './letters.ts'
import { orderCases } from './order.ts'
import type { QueueConformanceOptions } from './suite.ts'

export type { FreshQueue, QueueConformanceOptions } from './suite.ts'

const groups: readonly (readonly [string, readonly QueueCase[]])[] = [
  ['enqueue', enqueueCases],
  ['order', orderCases],
  ['dead letters', letterCases],
  ['leases', leaseCases],
  ['interleavings', interleavingCases],
]

/**
 * The promises of the queue port, each a test: what passes them is a queue.
 *
 * @example
 * queueConformance({
 *   name: 'mine',
 *   create: async () => ({ storage, queue: () => tableQueue(), close: () => storage.close() }),
 *   describe,
 *   test,
 *   afterAll,
 * })
 */
export function queueConformance(options: QueueConformanceOptions): void {
  const { name, create, lease = 30_000, interleavings = 200, describe, test, afterAll } = options
  describe(`${name} conforms`, () => {
    let made: Promise<Shared> | undefined
    const share = async (): Promise<Shared> => {
      const fresh = await create()
      const another = fresh.another?.()
      const storages = another === undefined ? [fresh.storage] : [fresh.storage, another]
      return { fresh, lease, interleavings, storages, opened: opening(storages) }
    }
    afterAll(async () => {
      const shared = await made
      for (const storage of shared?.storages.slice(1) ?? []) await storage.close()
      await shared?.fresh.close()
    })
    for (const [group, cases] of groups) {
      describe(group, () => {
        for (const { name: promise, run } of cases) {
          test(promise, async () => {
            made ??= share()
            const kit = new QueueKit(await made, promise)
            try {
              await run(kit)
            } finally {
              await kit.close()
            }
          })
        }
      })
    }
  })
}
