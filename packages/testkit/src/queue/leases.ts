import assert from 'node:assert/strict'
import type { QueueCase } from './case.ts'
import { only } from './kit.ts'

const stale = { code: 'STALE_LEASE' }

/** A job is one worker's at a time, and its effect is there once. */
export const leaseCases: readonly QueueCase[] = [
  {
    name: 'a job that somebody has is nobody else’s',
    async run(kit) {
      const [first, second] = [kit.worker(), kit.worker()]
      await first.put(kit.job('a'))
      assert.equal(kit.told(await first.claim(kit.name)), 'a')
      for (const worker of [first, second]) assert.deepEqual(await worker.claim(kit.name), [])
      await kit.clock.advance(kit.in(kit.lease / 1000 - 1))
      assert.deepEqual(await second.claim(kit.name), [])
    },
  },
  {
    name: 'workers that look at once do not get the same',
    async run(kit) {
      const workers = Array.from({ length: 4 }, () => kit.worker())
      const jobs = Array.from({ length: 40 }, (_, i) =>
        kit.job(`${i}`, { lane: i % 2 ? `${kit.name}/${i % 8}` : null, place: i }),
      )
      await workers[0]?.put(...jobs)
      const seen: string[] = []
      for (let quiet = 0; quiet < 2; quiet++) {
        const claims = await Promise.all(workers.map((worker) => worker.claim(kit.name, 3)))
        const lanes = claims.flat(1).flatMap(([head]) => head?.job.lane ?? [])
        assert.equal(new Set(lanes).size, lanes.length)
        for (const [i, claim] of claims.entries()) {
          for (const lease of claim.flat()) {
            seen.push(lease.job.id)
            assert(seen.length <= 40, 'there is no end of jobs')
            await workers[i]?.finish(lease)
          }
        }
        if (claims.flat().length > 0) quiet = -1
      }
      assert.equal(new Set(seen).size, 40)
      assert.equal(seen.length, 40)
    },
  },
  {
    name: 'what somebody had who vanished is taken by another when the lease is over, and next tells of it',
    async run(kit) {
      const [gone, worker] = [kit.worker(), kit.worker()]
      await gone.put(kit.job('a'))
      only(await gone.claim(kit.name))
      const next = await worker.queue.next({ owners: [kit.name], limit: 1 })
      assert(next !== null && next > kit.clock.at && next <= kit.in(kit.lease / 1000 + 1), String(next))
      await kit.leasesEnd(worker)
      const lease = only(await worker.claim(kit.name))
      assert.equal(lease.attempt, 2)
      await worker.finish(lease)
      assert.equal(await kit.left(), 'a')
      await kit.leasesEnd(worker)
      assert.deepEqual(await worker.claim(kit.name), [])
    },
  },
  {
    name: 'one who was thought gone has no effect, whether the job is done already or not',
    async run(kit) {
      const [zombie, worker] = [kit.worker(), kit.worker()]
      await zombie.put(kit.job('a'), kit.job('b'))
      const old = (await zombie.claim(kit.name)).flat()
      await kit.leasesEnd(worker)
      const leases = (await worker.claim(kit.name)).flat()
      assert.equal(leases.length, 2)
      const [first, second] = leases
      assert(first !== undefined && second !== undefined)
      await worker.finish(first, `${first.job.id} by the second`)
      for (const lease of old) await assert.rejects(zombie.finish(lease, `${lease.job.id} by the zombie`), stale)
      for (const lease of old) {
        assert.equal(await zombie.queue.extend(lease), false)
        await zombie.fail(lease, null)
        await zombie.fail(lease, kit.clock.at)
      }
      await zombie.queue.release(old)
      assert.deepEqual(await worker.claim(kit.name), [])
      await worker.finish(second, `${second.job.id} by the second`)
      assert.equal(await kit.left(), 'a by the second b by the second')
      assert.equal(await kit.dead(worker), '')
    },
  },
  {
    name: 'one who holds a job keeps it to the end of his transaction, whatever the clock says',
    async run(kit) {
      const [slow, worker] = [kit.worker(), kit.worker()]
      if (!slow.storage.capabilities.concurrentWriters) return
      await slow.put(kit.job('a'))
      const lease = only(await slow.claim(kit.name))
      assert.deepEqual(await worker.claim(kit.name), [])
      const tx = await slow.storage.begin()
      await slow.queue.hold(tx, lease)
      await kit.leasesEnd(worker)
      assert.deepEqual(await worker.claim(kit.name), [])
      await tx.write([slow.effectOf(lease.job.id, kit.name)])
      await tx.commit(await slow.queue.done(tx, lease))
      assert.deepEqual(await worker.claim(kit.name), [])
      assert.equal(await kit.left(), 'a')
    },
  },
  {
    name: 'who takes a job just before its old worker holds it, has it',
    async run(kit) {
      const [zombie, worker] = [kit.worker(), kit.worker()]
      await zombie.put(...Array.from({ length: 10 }, (_, i) => kit.job(`${i}`)))
      const old = (await zombie.claim(kit.name)).flat()
      await kit.leasesEnd(worker)
      const [taken, ...ends] = await Promise.all([
        worker.claim(kit.name),
        ...old.map((lease) =>
          zombie.finish(lease).then(
            () => lease.job.id,
            () => null,
          ),
        ),
      ])
      const leases = taken.flat()
      const ended = ends.filter((id) => id !== null)
      assert.equal(new Set([...ended, ...leases.map(({ job }) => job.id)]).size, 10)
      assert.equal(ended.length + leases.length, 10)
      for (const lease of leases) await worker.finish(lease)
      assert.equal((await kit.left()).split(' ').length, 10)
    },
  },
  {
    name: 'an effect that was rolled back leaves the job as it was',
    async run(kit) {
      const worker = kit.worker()
      await worker.put(kit.job('a'))
      const lease = only(await worker.claim(kit.name))
      const tx = await worker.storage.begin()
      await worker.queue.hold(tx, lease)
      await tx.write([worker.effectOf(lease.job.id, kit.name)])
      await tx.write(await worker.queue.done(tx, lease))
      await tx.rollback()
      assert.equal(await kit.left(), '')
      await worker.finish(lease)
      assert.equal(await kit.left(), 'a')
      await assert.rejects(worker.finish(lease, `${lease.job.id} again`), stale)
    },
  },
  {
    name: 'a lease that is extended again and again is not over',
    async run(kit) {
      const [slow, worker] = [kit.worker(), kit.worker()]
      await slow.put(kit.job('a'))
      const lease = only(await slow.claim(kit.name))
      for (let i = 0; i < 5; i++) {
        assert.deepEqual(await worker.claim(kit.name), [])
        await kit.clock.advance(kit.in(kit.lease / 2000))
        assert.equal(await slow.queue.extend(lease), true)
      }
      assert.deepEqual(await worker.claim(kit.name), [])
      await slow.finish(lease)
      assert.equal(await slow.queue.extend(lease), false)
      assert.equal(await kit.left(), 'a')
    },
  },
  {
    name: 'what is given back is there at once for anybody, and was no try',
    async run(kit) {
      const [first, second] = [kit.worker(), kit.worker()]
      await first.put(kit.job('a'), kit.job('b'))
      const leases = (await first.claim(kit.name)).flat()
      await first.queue.release([])
      await first.queue.release(leases)
      const taken = (await second.claim(kit.name)).flat()
      assert.deepEqual(
        taken.map(({ attempt }) => attempt),
        [1, 1],
      )
      for (const lease of leases) await assert.rejects(first.finish(lease), stale)
    },
  },
  {
    name: 'a job whose worker vanishes at every try is a dead letter, and takes none of its lane with it',
    async run(kit) {
      const worker = kit.worker()
      const lane = `${kit.name}/l`
      await worker.put(kit.job('a', { lane, place: 1, attempts: 2 }), kit.job('b', { lane, place: 2, attempts: 2 }))
      for (let i = 0; i < 2; i++) {
        const [[head] = []] = await worker.claim(kit.name)
        assert.equal(kit.short(head?.job.id ?? ''), 'a')
        await kit.leasesEnd(worker)
      }
      const lease = only(await worker.claim(kit.name))
      assert.deepEqual([kit.short(lease.job.id), lease.attempt <= 2, await kit.dead(worker)], ['b', true, 'a'])
      await worker.finish(lease)
    },
  },
]
