import assert from 'node:assert/strict'
import type { ConformanceCase } from './case.ts'
import { isWaiting, type Kit, refuses } from './kit.ts'
import type { HostHandle } from './suite.ts'

/** What holds in a transaction that the host began on a handle of his own. */
export const hostCases: readonly ConformanceCase[] = [
  {
    name: 'a joined transaction leaves the end to the host, and a failed one leaves it usable',
    async run(kit) {
      const host = await kit.fresh.host?.()
      if (host === undefined) return
      await host.begin()
      const joined = await kit.storage.join(host.handle)
      assert.equal(joined.joined, true)
      await joined.write([kit.insertOf('thing', [{ id: 'a' }])])
      await joined.commit([kit.insertOf('part', [{ id: 'p' }])])
      const failed = await kit.storage.join(host.handle)
      await refuses('DUPLICATE', () => failed.write([kit.insertOf('thing', [{ id: 'b' }, { id: 'a' }])]))
      await failed.rollback()
      const again = await kit.storage.join(host.handle)
      assert.equal(await kit.seen(again, 'thing'), 'a')
      await again.commit()
      await host.commit()
      assert.equal(await kit.ids('thing', {}), 'a')
      await host.begin()
      const undone = await kit.storage.join(host.handle)
      await undone.commit([kit.insertOf('thing', [{ id: 'c' }])])
      await host.rollback()
      assert.equal(await kit.ids('thing', {}), 'a')
      await refuses('TRANSACTION_REQUIRED', () => kit.storage.join(host.handle))
      await host.close()
    },
  },
  {
    name: 'the last rows of a joined transaction are written with the rest of it, or nothing is',
    run: (kit) =>
      withHost(kit, async (host) => {
        const failed = await kit.storage.join(host.handle)
        await failed.write([kit.insertOf('thing', [{ id: 'a' }])])
        await refuses('DUPLICATE', () => failed.commit([kit.insertOf('part', [{ id: 'p' }, { id: 'p' }])]))
        const again = await kit.storage.join(host.handle)
        assert.equal(await kit.seen(again, 'thing'), '')
        await again.commit([kit.insertOf('thing', [{ id: 'b' }])])
        await host.commit()
        assert.deepEqual([await kit.ids('thing', {}), await kit.ids('part', {})], ['b', ''])
      }),
  },
  {
    name: 'a lock by name in the host’s transaction keeps others waiting until his end',
    run: (kit) =>
      withHost(kit, async (host) => {
        const locking = await kit.storage.join(host.handle)
        await locking.lock(kit.tenant)
        await locking.commit()
        const second = (async () => {
          const transaction = await kit.storage.begin()
          await transaction.lock(kit.tenant)
          const seen = await kit.seen(transaction, 'thing')
          await transaction.commit()
          return seen
        })()
        assert.equal(await isWaiting(second), true)
        const writing = await kit.storage.join(host.handle)
        await writing.commit([kit.insertOf('thing', [{ id: 'a' }])])
        await host.commit()
        assert.equal(await second, 'a')
      }),
  },
  {
    name: 'a host who has read what is no longer so writes nothing by it',
    async run(kit) {
      if (kit.storage.capabilities.concurrentWriters) return
      await withHost(kit, async (host) => {
        const reading = await kit.storage.join(host.handle)
        assert.equal(await kit.seen(reading, 'thing'), '')
        await reading.commit()
        const changing = kit.insert('thing', [{ id: 'a' }])
        // One who writes from the start keeps the other waiting.
        if (!(await isWaiting(changing))) {
          const late = await kit.storage.join(host.handle)
          await refuses('CONFLICT', () => late.write([kit.insertOf('thing', [{ id: 'b' }])]))
          await late.rollback()
        }
        await host.rollback()
        await changing
        assert.equal(await kit.ids('thing', {}), 'a')
      })
    },
  },
]

/** Begins a transaction of a host, and leaves nothing open. */
async function withHost(kit: Kit, run: (host: HostHandle) => Promise<void>): Promise<void> {
  const host = await kit.fresh.host?.()
  if (host === undefined) return
  await host.begin()
  try {
    await run(host)
  } finally {
    await host.rollback().catch(() => undefined)
    await host.close()
  }
}
