import assert from 'node:assert/strict'
import { sleep, type Transaction } from '@guanxi/core/storage'
import type { ConformanceCase } from './case.ts'
import { isWaiting, refuses } from './kit.ts'

export const transactionCases: readonly ConformanceCase[] = [
  {
    name: 'a transaction sees its own writes; a rollback leaves nothing',
    async run(kit) {
      const transaction = await kit.storage.begin()
      await transaction.write([kit.insertOf('thing', [{ id: 'a' }])])
      assert.equal(await kit.seen(transaction, 'thing'), 'a')
      await transaction.rollback()
      assert.equal(await kit.ids('thing', {}), '')
    },
  },
  {
    name: 'commit writes its last rows with the rest, or nothing',
    async run(kit) {
      const good = await kit.storage.begin()
      await good.write([kit.insertOf('thing', [{ id: 'a' }])])
      const written = await good.commit([kit.insertOf('part', [{ id: 'p' }])])
      assert.deepEqual(
        written.map(({ counts }) => [...counts]),
        [[1]],
      )
      const bad = await kit.storage.begin()
      await bad.write([kit.insertOf('thing', [{ id: 'b' }])])
      await refuses('DUPLICATE', () => bad.commit([kit.insertOf('part', [{ id: 'q' }, { id: 'p' }])]))
      assert.deepEqual([await kit.ids('thing', {}), await kit.ids('part', {})], ['a', 'p'])
    },
  },
  {
    name: 'after its end every call is refused',
    async run(kit) {
      const insert = kit.insertOf('thing', [{ id: 'a' }])
      for (const end of ['commit', 'rollback'] as const) {
        const transaction = await kit.storage.begin()
        await transaction[end]()
        await refuses('TRANSACTION_CLOSED', () => transaction.select(kit.select('thing')))
        await refuses('TRANSACTION_CLOSED', () => transaction.write([insert]))
        await refuses('TRANSACTION_CLOSED', () => transaction.commit())
        await refuses('TRANSACTION_CLOSED', () => transaction.savepoint(async () => 1))
        await refuses('TRANSACTION_CLOSED', () => transaction.lock('x'))
        await transaction.rollback()
      }
      assert.equal(await kit.ids('thing', {}), '')
    },
  },
  {
    name: 'an error in a savepoint undoes it alone and is thrown on',
    async run(kit) {
      const transaction = await kit.storage.begin()
      await transaction.write([kit.insertOf('thing', [{ id: 'a' }])])
      const own = new Error('own')
      await assert.rejects(
        transaction.savepoint(async () => {
          await transaction.write([kit.insertOf('thing', [{ id: 'b' }])])
          throw own
        }),
        own,
      )
      await refuses('DUPLICATE', () =>
        transaction.savepoint(() => transaction.write([kit.insertOf('thing', [{ id: 'a' }])])),
      )
      const given = await transaction.savepoint(async () => {
        await transaction.write([kit.insertOf('thing', [{ id: 'c' }])])
        await assert.rejects(
          transaction.savepoint(async () => Promise.reject(own)),
          own,
        )
        return 'given'
      })
      assert.equal(given, 'given')
      await transaction.commit()
      assert.equal(await kit.ids('thing', {}), 'a c')
    },
  },
  {
    name: 'after an error outside of a savepoint nothing of the transaction is kept',
    async run(kit) {
      await kit.insert('thing', [{ id: 'a' }])
      const transaction = await kit.storage.begin()
      await transaction.write([kit.insertOf('thing', [{ id: 'b' }])])
      await refuses('DUPLICATE', () => transaction.write([kit.insertOf('thing', [{ id: 'a' }])]))
      await refuses('TRANSACTION_CLOSED', () => transaction.commit([kit.insertOf('thing', [{ id: 'c' }])]))
      await transaction.rollback()
      assert.equal(await kit.ids('thing', {}), 'a')
    },
  },
  {
    name: 'nothing of an open transaction is seen outside of it',
    async run(kit) {
      const transaction = await kit.storage.begin()
      await transaction.write([kit.insertOf('thing', [{ id: 'a' }])])
      const outside = kit.ids('thing', {})
      // A storage with one connection answers when the transaction has ended.
      const waited = await isWaiting(outside)
      if (waited) await transaction.rollback()
      assert.equal(await outside, '')
      if (!waited) await transaction.rollback()
    },
  },
  {
    name: 'many transactions at once all come through',
    async run(kit) {
      const one = async (i: number) => {
        const transaction = await kit.storage.begin()
        await transaction.write([kit.insertOf('thing', [{ id: `t${i}` }])])
        await transaction.commit([kit.insertOf('part', [{ id: `p${i}` }])])
      }
      await Promise.all(Array.from({ length: 30 }, (_, i) => one(i)))
      assert.deepEqual(await kit.groups('part', { measures: { n: { fn: 'count' } } }), [{ n: 30 }])
    },
  },
  {
    name: 'a lock by name keeps others waiting until the end',
    async run(kit) {
      const first = await kit.storage.begin()
      await first.lock(kit.tenant)
      const second = (async () => {
        const transaction = await kit.storage.begin()
        await transaction.lock(kit.tenant)
        const seen = await kit.seen(transaction, 'thing')
        await transaction.commit()
        return seen
      })()
      assert.equal(await isWaiting(second), true)
      await first.commit([kit.insertOf('thing', [{ id: 'a' }])])
      assert.equal(await second, 'a')
    },
  },
  {
    name: 'a lock by name is not waited for by who only tries, and is his once it is free',
    async run(kit) {
      const first = await kit.storage.begin()
      const others: Transaction[] = []
      try {
        assert.equal(await first.tryLock(kit.tenant), true)
        assert.equal(await first.tryLock(kit.tenant), true)
        if (kit.storage.capabilities.concurrentWriters) {
          const second = await kit.storage.begin()
          others.push(second)
          const tried = second.tryLock(kit.tenant)
          const waited = await isWaiting(tried)
          if (waited) await first.rollback()
          assert.deepEqual([waited, await tried], [false, false])
          assert.equal(await second.tryLock(`${kit.tenant}/other`), true)
        }
        await first.rollback()
        const next = others[0] ?? (await kit.storage.begin())
        others.push(next)
        assert.equal(await next.tryLock(kit.tenant), true)
      } finally {
        for (const one of [first, ...others]) await one.rollback()
      }
    },
  },
  {
    name: 'all that a snapshot reads is of one moment, whatever others write meanwhile',
    async run(kit) {
      await kit.insert('thing', [{ id: 'a' }])
      const another = kit.fresh.another?.()
      another?.open(kit.schema, { now: () => 0, sleep })
      const writer = kit.storage.capabilities.concurrentWriters ? kit.storage : another
      const snapshot = await kit.storage.begin({ snapshot: true })
      try {
        assert.equal(await kit.seen(snapshot, 'thing'), 'a')
        await writer?.session.write([kit.insertOf('thing', [{ id: 'b' }]), kit.insertOf('part', [{ id: 'p' }])])
        assert.equal(await kit.seen(snapshot, 'thing'), 'a')
        assert.equal(await kit.seen(snapshot, 'part'), '')
      } finally {
        await snapshot.rollback()
        await another?.close()
      }
      if (writer !== undefined) assert.equal(await kit.ids('thing', {}), 'a b')
    },
  },
  {
    name: 'the outer handle is refused inside a transaction, and works after it',
    async run(kit) {
      const transaction = await kit.storage.begin()
      await transaction.run(async () => {
        await refuses('TRANSACTION_MISUSE', () => kit.storage.session.select(kit.select('thing')))
        await refuses('TRANSACTION_MISUSE', () => kit.storage.session.write([kit.insertOf('thing', [{ id: 'a' }])]))
        await refuses('TRANSACTION_MISUSE', () => kit.storage.begin())
        await transaction.write([kit.insertOf('thing', [{ id: 'b' }])])
      })
      await transaction.commit()
      assert.equal(await kit.ids('thing', {}), 'b')
    },
  },
  {
    name: 'rows can be locked, and locked rows skipped, where the storage says so',
    async run(kit) {
      await kit.insert('thing', [{ id: 'a' }, { id: 'b' }])
      const first = await kit.storage.begin()
      const locked = await first.select(kit.select('thing', { lock: 'update', limit: 1 }))
      assert.equal(locked.length, 1)
      if (kit.storage.capabilities.rowLocks) {
        const second = await kit.storage.begin()
        const free = await second.select(kit.select('thing', { lock: 'skipLocked' }))
        assert.deepEqual(
          free.map(({ row }) => row.id),
          ['b'],
        )
        const blocked = second.select(
          kit.select('thing', { lock: 'update', where: kit.condition('thing', { id: 'a' }) }),
        )
        assert.equal(await isWaiting(blocked), true)
        await first.commit()
        assert.equal((await blocked).length, 1)
        await second.rollback()
      } else {
        await first.commit()
      }
    },
  },
  {
    name: 'a transaction that the database has ended takes nothing more, and its commit is refused',
    async run(kit) {
      const end = kit.fresh.endedByDatabase
      if (end === undefined) return
      const refusesAfterEnd = async (run: (transaction: Transaction) => Promise<unknown>) => {
        const transaction = await kit.storage.begin()
        try {
          await transaction.write([kit.insertOf('thing', [{ id: 'a' }])])
          await end(transaction.native)
          await refuses('TRANSACTION_CLOSED', () => run(transaction))
        } finally {
          await transaction.rollback()
        }
      }
      await refusesAfterEnd((transaction) => transaction.write([kit.insertOf('thing', [{ id: 'b' }])]))
      await refusesAfterEnd((transaction) => transaction.commit([kit.insertOf('thing', [{ id: 'c' }])]))
      await refusesAfterEnd((transaction) => transaction.commit())
      assert.equal(await kit.ids('thing', {}), '')
    },
  },
]
