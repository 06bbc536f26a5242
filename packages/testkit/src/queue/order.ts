import assert from 'node:assert/strict'
import type { QueueCase } from './case.ts'
import { only, type QueueKit } from './kit.ts'
import type { QueueWorker } from './worker.ts'

const next = (kit: QueueKit, worker: QueueWorker) => worker.queue.next({ owners: [kit.name], limit: 1 })
const claimed = async (kit: QueueKit, worker: QueueWorker, limit?: number) =>
  kit.told(await worker.claim(kit.name, limit))

/** When jobs are done, and before which others. */
export const orderCases: readonly QueueCase[] = [
  {
    name: 'a job is taken when it is due, to the millisecond, and next tells when that is',
    async run(kit) {
      const worker = kit.worker()
      assert.equal(await next(kit, worker), null)
      await worker.put(kit.job('later', { dueAt: kit.in(90) }), kit.job('soon', { dueAt: kit.in(60) }))
      const soon = kit.in(60)
      assert.equal(await next(kit, worker), soon)
      await kit.clock.advance(kit.in(59.999))
      assert.equal(await claimed(kit, worker), '')
      await kit.clock.advance(kit.in(0.001))
      assert.equal(await claimed(kit, worker), 'soon')
      await kit.clock.advance('PT30S')
      assert.equal(await claimed(kit, worker), 'later')
    },
  },
  {
    name: 'the urgent first, then what was due first; no more lists than are wanted',
    async run(kit) {
      const worker = kit.worker()
      await worker.put(
        kit.job('d', { priority: 'low', dueAt: kit.in(-60) }),
        kit.job('c', { dueAt: kit.in(-1) }),
        kit.job('b', { dueAt: kit.in(-2) }),
        kit.job('a', { priority: 'high' }),
      )
      assert.equal(await claimed(kit, worker, 2), 'a | b')
      assert.equal(await claimed(kit, worker, 1), 'c')
      assert.equal(await claimed(kit, worker), 'd')
      assert.equal(await claimed(kit, worker), '')
    },
  },
  {
    name: 'the jobs of a lane are done by place, then by id, whatever their priority and however they were put in',
    async run(kit) {
      const worker = kit.worker()
      const lane = `${kit.name}/l`
      await worker.put(
        kit.job('d', { lane, place: 3, priority: 'high' }),
        kit.job('b', { lane, place: 1 }),
        kit.job('c', { lane, place: 2, dueAt: kit.in(-60) }),
        kit.job('a', { lane, place: 1, priority: 'low' }),
      )
      assert.equal(await kit.drain(worker, 2), 'a b c d')
    },
  },
  {
    name: 'two workers do not have one lane, and what comes into it meanwhile waits',
    async run(kit) {
      const [first, second] = [kit.worker(), kit.worker()]
      const lane = `${kit.name}/l`
      await first.put(kit.job('a', { lane, place: 1 }), kit.job('b', { lane, place: 2 }))
      const [run = []] = await first.claim(kit.name)
      assert.equal(kit.short(run[0]?.job.id ?? ''), 'a')
      await first.put(kit.job('c', { lane, place: 3 }), kit.job('other', { lane: `${kit.name}/m` }))
      assert.equal(await claimed(kit, second), 'other')
      for (const lease of run) await first.finish(lease)
      const rest = await kit.drain(second)
      assert.equal([...run.map(({ job }) => kit.short(job.id)), rest].join(' '), run.length === 2 ? 'a b c' : 'a b c')
    },
  },
  {
    name: 'what waits in a lane holds up what comes after it, and nobody else',
    async run(kit) {
      const worker = kit.worker()
      const lane = `${kit.name}/l`
      await worker.put(
        kit.job('a', { lane, place: 1, dueAt: kit.in(60) }),
        kit.job('b', { lane, place: 2 }),
        kit.job('c'),
      )
      assert.equal(await claimed(kit, worker), 'c')
      assert.equal(await next(kit, worker), kit.in(Math.min(60, kit.lease / 1000)))
      await kit.clock.advance('PT1M')
      assert.match(await kit.drain(worker), /^(c )?a b( c)?$/)
    },
  },
  {
    name: 'a head that fails holds up its lane until it is done or dead, and nobody else',
    async run(kit) {
      const worker = kit.worker()
      const lane = `${kit.name}/l`
      await worker.put(kit.job('a', { lane, place: 1 }), kit.job('b', { lane, place: 2 }))
      for (const again of [kit.in(5), kit.in(10), null]) {
        const [[head, ...behind] = []] = await worker.claim(kit.name)
        assert(head !== undefined)
        assert.equal(kit.short(head.job.id), 'a')
        await worker.fail(head, again)
        await worker.queue.release(behind)
        await worker.put(kit.job(`other ${again}`))
        assert.match(await kit.drain(worker), again === null ? /^(b other null|other null b)$/ : /^other [^ ]*$/)
        await kit.clock.advance('PT5S')
      }
      assert.equal(await kit.dead(worker), 'a')
    },
  },
  {
    name: 'next is when the head of a lane is due, however long the rest of it has been',
    async run(kit) {
      const worker = kit.worker()
      const lane = `${kit.name}/l`
      await worker.put(kit.job('a', { lane, place: 1, dueAt: kit.in(60) }), kit.job('b', { lane, place: 2 }))
      assert.equal(await next(kit, worker), kit.in(60))
    },
  },
  {
    name: 'many that wait in lanes do not hide what can be done',
    async run(kit) {
      const [worker, other] = [kit.worker(), kit.worker()]
      const lanes = Array.from({ length: 5 }, (_, i) => `${kit.name}/${i}`)
      await worker.put(...lanes.map((lane) => kit.job(`head ${lane}`, { lane, priority: 'high' })))
      assert.equal((await worker.claim(kit.name)).length, 5)
      const behind = lanes.flatMap((lane) =>
        Array.from({ length: 40 }, (_, i) => kit.job(`${lane} ${i}`, { lane, place: i + 1, priority: 'high' })),
      )
      await worker.put(...behind, kit.job('free', { priority: 'low' }))
      assert.equal(await claimed(kit, other, 1), 'free')
    },
  },
  {
    name: 'what waited behind a head that is taken back is soon done',
    async run(kit) {
      const worker = kit.worker()
      const lane = `${kit.name}/l`
      const behind = Array.from({ length: 120 }, (_, i) => kit.job(`${i}`, { lane, place: i + 1 }))
      await worker.put(kit.job('head', { lane, dueAt: kit.in(3600) }), ...behind)
      assert.equal(await claimed(kit, worker, 1), '')
      await worker.within((tx) => worker.queue.cancel(tx, [kit.job('head').id]))
      await kit.clock.advance('PT30S')
      assert.equal((await kit.drain(worker)).split(' ').length, 120)
    },
  },
  {
    name: 'jobs of plugins that this process does not have are left alone',
    async run(kit) {
      const worker = kit.worker()
      const foreign = `${kit.name} foreign`
      await worker.put(kit.job('theirs', { owner: foreign, priority: 'high' }), kit.job('ours', { dueAt: kit.in(60) }))
      assert.equal(await claimed(kit, worker), '')
      assert.equal(await next(kit, worker), kit.in(60))
      const lease = only(await worker.claim(foreign))
      assert.equal(await next(kit, worker), kit.in(60))
      await kit.leasesEnd(worker)
      assert.equal(await claimed(kit, worker), '')
      await worker.finish(lease)
      assert.equal(await next(kit, worker), kit.in(60 - kit.lease / 1000 - 1))
    },
  },
]
