import assert from 'node:assert/strict'
import type { QueueCase } from './case.ts'
import { only, type QueueKit } from './kit.ts'
import { failure, type QueueWorker } from './worker.ts'

/** Lets jobs die, one a second. */
async function die(kit: QueueKit, worker: QueueWorker, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await worker.put(kit.job(id, { priority: 'high' }))
    await worker.fail(only(await worker.claim(kit.name, 1)), null)
    await kit.clock.advance('PT1S')
  }
}

/** What was given up waits for somebody to look at it, and blocks nobody. */
export const letterCases: readonly QueueCase[] = [
  {
    name: 'a job that fails is tried again when it is told to, and counts its tries',
    async run(kit) {
      const worker = kit.worker()
      await worker.put(kit.job('a'))
      for (const attempt of [1, 2, 3]) {
        const lease = only(await worker.claim(kit.name))
        assert.equal(lease.attempt, attempt)
        const again = kit.in(60)
        await worker.fail(lease, again)
        assert.equal(await worker.queue.next({ owners: [kit.name], limit: 1 }), again)
        assert.deepEqual(await worker.claim(kit.name), [])
        await kit.clock.advance('PT1M')
      }
      assert.equal(await kit.dead(worker), '')
    },
  },
  {
    name: 'a dead letter tells what it was and why it was given up, and is not taken any more',
    async run(kit) {
      const worker = kit.worker()
      await worker.put(kit.job('a', { attempts: 1 }))
      const { at } = kit.clock
      await worker.fail(only(await worker.claim(kit.name)), null)
      await kit.clock.advance('P1D')
      assert.deepEqual(await worker.claim(kit.name), [])
      assert.equal(await worker.queue.next({ owners: [kit.name], limit: 1 }), null)
      const { items, next } = await worker.queue.dead(worker.storage.session, kit.name, { limit: 10, after: null })
      const [letter] = items
      const { id, kind, name, entity, recordId } = kit.job('a')
      assert.deepEqual(letter, { id, kind, name, entity, recordId, attempt: 1, at, error: failure })
      assert.equal(next, null)
    },
  },
  {
    name: 'dead letters are listed the newest first, page by page, to their tenant alone',
    async run(kit) {
      const worker = kit.worker()
      await die(kit, worker, 'a', 'b', 'c', 'd', 'e')
      await worker.put(kit.job('x', { tenant: `${kit.name} other` }))
      await worker.fail(only(await worker.claim(kit.name)), null)
      const pages: string[] = []
      for (let after: string | null = null, more = true; more; more = after !== null) {
        const page = await worker.queue.dead(worker.storage.session, kit.name, { limit: 2, after })
        pages.push(page.items.map(({ id }) => kit.short(id)).join(' '))
        after = page.next
      }
      assert.deepEqual(pages, ['e d', 'c b', 'a'])
    },
  },
  {
    name: 'dead letters can be tried again as if for the first time, and thrown away, by their tenant alone',
    async run(kit) {
      const worker = kit.worker()
      await die(kit, worker, 'a', 'b', 'c')
      await worker.put(kit.job('alive', { dueAt: kit.in(60) }))
      const all = ['a', 'b', 'alive', 'none'].map((id) => kit.job(id).id)
      const { queue } = worker
      assert.equal(await worker.within((tx) => queue.revive(tx, `${kit.name} other`, all)), 0)
      assert.equal(await worker.within((tx) => queue.discard(tx, `${kit.name} other`, all)), 0)
      assert.equal(await worker.within((tx) => queue.revive(tx, kit.name, all.slice(0, 1))), 1)
      const lease = only(await worker.claim(kit.name))
      assert.deepEqual([kit.short(lease.job.id), lease.attempt], ['a', 1])
      await worker.finish(lease)
      assert.equal(await worker.within((tx) => queue.discard(tx, kit.name, all)), 1)
      assert.equal(await worker.within((tx) => queue.revive(tx, kit.name, [])), 0)
      assert.deepEqual([await kit.dead(worker), await kit.left()], ['c', 'a'])
      await kit.clock.advance('PT1M')
      assert.equal(await kit.drain(worker), 'alive')
    },
  },
  {
    name: 'what is said to dead letters is said with the transaction',
    async run(kit) {
      const worker = kit.worker()
      await die(kit, worker, 'a', 'b')
      const tx = await worker.storage.begin()
      assert.equal(await worker.queue.revive(tx, kit.name, [kit.job('a').id]), 1)
      assert.equal(await worker.queue.discard(tx, kit.name, [kit.job('b').id]), 1)
      const { items } = await worker.queue.dead(tx, kit.name, { limit: 10, after: null })
      assert.equal(items.length, 0)
      await tx.rollback()
      assert.equal(await kit.dead(worker), 'b a')
    },
  },
  {
    name: 'a job takes the place of a dead letter, or leaves it alone',
    async run(kit) {
      const worker = kit.worker()
      await die(kit, worker, 'a', 'b')
      await worker.put(kit.job('a'), kit.job('b', { ifTaken: 'replace' }))
      assert.equal(await kit.drain(worker), 'b')
      assert.equal(await kit.dead(worker), 'a')
    },
  },
  {
    name: 'a tenant’s calls that tell of somebody are taken away, whatever became of them; his facts stay',
    async run(kit) {
      const worker = kit.worker()
      await die(kit, worker, 'dead of p1')
      await worker.put(
        kit.job('by id', { recordId: 'p1' }),
        kit.job('by input', { input: { person: 'p1' }, priority: 'high' }),
        kit.job('other', { input: { person: 'p2' }, recordId: null }),
        kit.job('of another tenant', { tenant: `${kit.name} other`, recordId: 'p1', dueAt: kit.in(60) }),
        kit.job('fact', { kind: 'fact', recordId: 'p1', dueAt: kit.in(60) }),
      )
      const taken = only(await worker.claim(kit.name, 1))
      assert.equal(kit.short(taken.job.id), 'by input')
      const count = await worker.within((tx) => worker.queue.forget(tx, kit.name, (text) => text.includes('p1')))
      assert.equal(count, 3)
      await assert.rejects(worker.finish(taken), { code: 'STALE_LEASE' })
      await kit.clock.advance('PT1M')
      assert.deepEqual((await kit.drain(worker)).split(' ').length, 'fact of another tenant other'.split(' ').length)
      assert.equal(await kit.dead(worker), '')
    },
  },
]
