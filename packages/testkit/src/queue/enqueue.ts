import assert from 'node:assert/strict'
import type { QueueCase } from './case.ts'
import { only, type QueueKit } from './kit.ts'

const ids = async (kit: QueueKit) => {
  const worker = kit.worker()
  return kit.told(await worker.claim(kit.name))
}

/** Jobs are there with the transaction that asked for them. */
export const enqueueCases: readonly QueueCase[] = [
  {
    name: 'a job is there when its transaction has committed, and as it was put in',
    async run(kit) {
      const worker = kit.worker()
      const job = kit.job('a', { input: { 'a b': ['é', 1, null] }, cause: 'f1', depth: 3, attempts: 2, place: 7 })
      const whole = { ...job, entity: null, recordId: null, lane: 'l', kind: 'fact' as const, priority: 'low' as const }
      const tx = await worker.storage.begin()
      await tx.commit(await worker.queue.enqueue(tx, [whole]))
      const lease = only(await worker.claim(kit.name))
      const { ifTaken: _, ...taken } = lease.job
      const { ifTaken: __, ...put } = whole
      assert.deepEqual(taken, put)
      assert.equal(lease.attempt, 1)
    },
  },
  {
    name: 'a job of a transaction that was rolled back is not there',
    async run(kit) {
      const worker = kit.worker()
      const tx = await worker.storage.begin()
      await tx.write(await worker.queue.enqueue(tx, [kit.job('a')]))
      await tx.rollback()
      assert.equal(await ids(kit), '')
    },
  },
  {
    name: 'a job of a savepoint that was rolled back is not there, and the rest is',
    async run(kit) {
      const worker = kit.worker()
      await worker.within(async (tx) => {
        await tx.write(await worker.queue.enqueue(tx, [kit.job('a')]))
        await assert.rejects(
          tx.savepoint(async () => {
            await tx.write(await worker.queue.enqueue(tx, [kit.job('b')]))
            throw new Error('planned')
          }),
        )
      })
      assert.equal(await ids(kit), 'a')
    },
  },
  {
    name: 'nobody sees a job before its transaction has committed',
    async run(kit) {
      const [first, second] = [kit.worker(), kit.worker()]
      if (!first.storage.capabilities.concurrentWriters) return
      const tx = await first.storage.begin()
      await tx.write(await first.queue.enqueue(tx, [kit.job('a')]))
      assert.deepEqual(await second.claim(kit.name), [])
      assert.equal(await second.queue.next({ owners: [kit.name], limit: 1 }), null)
      await tx.commit()
      assert.equal(kit.told(await second.claim(kit.name)), 'a')
    },
  },
  {
    name: 'a job goes with the host’s own transaction',
    async run(kit) {
      const worker = kit.worker()
      const host = await kit.fresh.host?.()
      if (host === undefined) return
      for (const [id, end] of [
        ['kept', 'commit'],
        ['undone', 'rollback'],
      ] as const) {
        await host.begin()
        const tx = await worker.storage.join(host.handle)
        await tx.commit(await worker.queue.enqueue(tx, [kit.job(id)]))
        await host[end]()
      }
      await host.close()
      assert.equal(await ids(kit), 'kept')
    },
  },
  {
    name: 'of a job that is there already the new one is dropped, or takes its place',
    async run(kit) {
      const worker = kit.worker()
      await worker.put(kit.job('a', { input: 1 }), kit.job('b', { input: 1 }))
      await worker.put(kit.job('a', { input: 2 }), kit.job('b', { input: 2, ifTaken: 'replace', dueAt: kit.in(60) }))
      assert.equal(only(await worker.claim(kit.name)).job.input, 1)
      await kit.clock.advance('PT1M')
      assert.equal(only(await worker.claim(kit.name)).job.input, 2)
    },
  },
  {
    name: 'in one list too the last that replaces counts',
    async run(kit) {
      const worker = kit.worker()
      const at = (input: number, ifTaken: 'keep' | 'replace') => kit.job('a', { input, ifTaken })
      await worker.put(at(1, 'keep'), at(2, 'replace'), at(3, 'replace'), at(4, 'keep'))
      assert.equal(only(await worker.claim(kit.name)).job.input, 3)
    },
  },
  {
    name: 'a job that takes the place of one at work is done, and the old one is not',
    async run(kit) {
      const worker = kit.worker()
      await worker.put(kit.job('a', { input: 1 }))
      const old = only(await worker.claim(kit.name))
      await worker.put(kit.job('a', { input: 2, ifTaken: 'replace' }))
      await assert.rejects(worker.finish(old), { code: 'STALE_LEASE' })
      const lease = only(await worker.claim(kit.name))
      assert.deepEqual([lease.job.input, lease.attempt], [2, 1])
      await worker.finish(lease)
      assert.equal(await kit.left(), 'a')
    },
  },
  {
    name: 'a job can put itself in again, in its own transaction',
    async run(kit) {
      const worker = kit.worker()
      await worker.put(kit.job('a', { input: 1 }))
      const lease = only(await worker.claim(kit.name))
      await worker.within(async (tx) => {
        await worker.queue.hold(tx, lease)
        await tx.write(
          await worker.queue.enqueue(tx, [kit.job('a', { input: 2, ifTaken: 'replace', dueAt: kit.in(5) })]),
        )
        await tx.write(await worker.queue.done(tx, lease))
      })
      assert.deepEqual(await worker.claim(kit.name), [])
      await kit.clock.advance('PT5S')
      assert.equal(only(await worker.claim(kit.name)).job.input, 2)
    },
  },
  {
    name: 'an id that was done is free again',
    async run(kit) {
      const worker = kit.worker()
      await worker.put(kit.job('a'))
      assert.equal(await kit.drain(worker), 'a')
      await worker.put(kit.job('a'))
      assert.equal(await kit.drain(worker), 'a')
    },
  },
  {
    name: 'what waits can be taken back, with the transaction; what is dead does not wait',
    async run(kit) {
      const worker = kit.worker()
      await worker.put(
        kit.job('a'),
        kit.job('b'),
        kit.job('late', { dueAt: kit.in(60) }),
        kit.job('dead', { priority: 'high' }),
      )
      await worker.fail(only(await worker.claim(kit.name, 1)), null)
      const all = ['a', 'b', 'late', 'dead', 'none'].map((id) => kit.job(id).id)
      const tx = await worker.storage.begin()
      assert.equal(await worker.queue.cancel(tx, all), 3)
      await tx.rollback()
      assert.equal(
        await worker.within((it) =>
          worker.queue.cancel(
            it,
            all.filter((id) => !id.endsWith('/b')),
          ),
        ),
        2,
      )
      assert.equal(await worker.within((it) => worker.queue.cancel(it, [])), 0)
      await kit.clock.advance('PT1M')
      assert.deepEqual([await kit.drain(worker), await kit.dead(worker)], ['b', 'dead'])
    },
  },
  {
    name: 'a job that was taken back is not done any more, and one that was not, is',
    async run(kit) {
      const worker = kit.worker()
      await worker.put(kit.job('a'))
      const lease = only(await worker.claim(kit.name))
      const count = await worker.within((tx) => worker.queue.cancel(tx, [lease.job.id]))
      if (count === 0) await worker.finish(lease)
      else await assert.rejects(worker.finish(lease), { code: 'STALE_LEASE' })
      assert.equal(await kit.left(), count === 0 ? 'a' : '')
      await kit.leasesEnd(worker)
      assert.deepEqual(await worker.claim(kit.name), [])
    },
  },
  {
    name: 'many jobs at once are all there',
    async run(kit) {
      const worker = kit.worker()
      await worker.put(...Array.from({ length: 250 }, (_, i) => kit.job(`${i}`)))
      const done = (await kit.drain(worker, 100)).split(' ')
      assert.deepEqual(
        done.toSorted((a, b) => Number(a) - Number(b)),
        Array.from({ length: 250 }, (_, i) => `${i}`),
      )
    },
  },
]
