import assert from 'node:assert/strict'
import type { Row } from '@guanxi/core'
import { type Expectation, isUnexpected } from '@guanxi/core/storage'
import type { ConformanceCase } from './case.ts'
import { isWaiting, type Kit, refuses } from './kit.ts'

const expected = (
  kit: Kit,
  match: Expectation['match'],
  there = true,
  more: Partial<Expectation> = {},
): Expectation => ({
  entity: kit.entity('thing'),
  tenant: kit.tenant,
  match,
  there,
  ...more,
})

/** Fails unless the refusal says that a row was not as expected. */
async function unexpected(run: () => Promise<unknown>): Promise<void> {
  assert.equal(isUnexpected(await refuses('CONFLICT', run)), true)
}

const update = (kit: Kit, id: string, set: Row) =>
  ({ type: 'update', entity: kit.entity('thing'), tenant: kit.tenant, rows: [{ match: { id }, set }] }) as const

export const expectationCases: readonly ConformanceCase[] = [
  {
    name: 'a read is refused where a row is not as it expects, though it finds nothing',
    async run(kit) {
      await kit.insert('thing', [{ id: 'a', version: 3, code: 'x' }])
      await kit.insert('thing', [{ id: 'z', version: 7 }], 'other')
      const { session } = kit.storage
      const none = { where: kit.condition('thing', { id: 'nobody' }) }
      const holding = [
        expected(kit, { id: 'a', version: 3 }),
        expected(kit, { id: 'a', integerNullable: null, code: 'x' }),
        expected(kit, { id: 'b' }, false),
        expected(kit, { id: 'a', version: 4 }, false),
        expected(kit, { id: 'z' }, false),
        expected(kit, { id: 'z', version: 7 }, true, { tenant: 'other' }),
        expected(kit, { id: 'e' }, false, { entity: kit.entity('entry') }),
      ]
      for (const expect of holding) {
        assert.equal((await session.select(kit.select('thing', { expect }))).length, 1)
        assert.equal((await session.select(kit.select('thing', { expect, ...none }))).length, 0)
        const { where, bin, tenant, access, entity } = kit.select('thing')
        const figures = { groupBy: [], having: null, orderBy: [], limit: 1 } as const
        const count = { name: 'n', fn: 'count', path: undefined } as const
        const counted = { entity, tenant, access, where, bin, ...figures, measures: [count] }
        assert.deepEqual(await session.aggregate({ ...counted, expect }), [{ n: 1 }])
        const not = { ...expect, there: !expect.there }
        await unexpected(() => session.select(kit.select('thing', { expect: not })))
        await unexpected(() => session.select(kit.select('thing', { expect: not, ...none })))
        await unexpected(() => session.aggregate({ ...counted, expect: not }))
      }
    },
  },
  {
    name: 'what a transaction sends next is refused where a row is not as it expects',
    async run(kit) {
      await kit.insert('thing', [{ id: 'a', version: 3 }])
      const wrong = expected(kit, { id: 'a', version: 4 })
      for (const send of ['select', 'write', 'commit'] as const) {
        const transaction = await kit.storage.begin()
        transaction.expect(wrong)
        const batch = [kit.insertOf('thing', [{ id: 'b' }])]
        assert.equal(transaction.expecting, true)
        await unexpected(() => (send === 'select' ? transaction.select(kit.select('part')) : transaction[send](batch)))
        // A read changes nothing.
        if (send === 'select') assert.equal(await kit.seen(transaction, 'thing'), 'a')
        else await refuses('TRANSACTION_CLOSED', () => transaction.select(kit.select('thing')))
        await transaction.rollback()
        assert.equal(await kit.ids('thing', {}), 'a')
      }
      const transaction = await kit.storage.begin()
      transaction.expect(expected(kit, { id: 'a', version: 3 }))
      transaction.expect(expected(kit, { id: 'b' }, false))
      await transaction.commit([kit.insertOf('thing', [{ id: 'b' }])])
      assert.equal(await kit.ids('thing', {}), 'a b')
    },
  },
  {
    name: 'an expectation is for one statement, and sees what its transaction wrote',
    async run(kit) {
      await kit.insert('thing', [{ id: 'a', version: 3 }])
      const transaction = await kit.storage.begin()
      transaction.expect(expected(kit, { id: 'a', version: 3 }))
      await transaction.write([update(kit, 'a', { version: 4 })])
      await transaction.select(kit.select('thing'))
      transaction.expect(expected(kit, { id: 'a', version: 4 }))
      await transaction.select(kit.select('thing'))
      await transaction.commit()
      assert.equal(await kit.ids('thing', { version: 4 }), 'a')
    },
  },
  {
    name: 'a refusal in a savepoint is undone with it, and what was not asked any more is not expected',
    async run(kit) {
      const transaction = await kit.storage.begin()
      await transaction.write([kit.insertOf('thing', [{ id: 'a' }])])
      await unexpected(() =>
        transaction.savepoint(async () => {
          transaction.expect(expected(kit, { id: 'a' }, false))
          await transaction.write([kit.insertOf('thing', [{ id: 'b' }])])
        }),
      )
      const own = new Error('own')
      await assert.rejects(
        transaction.savepoint(async () => {
          transaction.expect(expected(kit, { id: 'a' }, false))
          throw own
        }),
        own,
      )
      await transaction.commit([kit.insertOf('thing', [{ id: 'c' }])])
      assert.equal(await kit.ids('thing', {}), 'a c')
    },
  },
  {
    name: 'a row that a transaction expects stays as it is until its end',
    async run(kit) {
      await kit.insert('thing', [{ id: 'a', version: 3 }])
      const transaction = await kit.storage.begin()
      transaction.expect(expected(kit, { id: 'a', version: 3 }))
      await transaction.select(kit.select('part'))
      const change = kit.storage.session.write([update(kit, 'a', { version: 4 })])
      assert.equal(await isWaiting(change), true)
      await transaction.commit([kit.insertOf('part', [{ id: 'p' }])])
      await change
      assert.equal(await kit.ids('thing', { version: 4 }), 'a')
    },
  },
  {
    name: 'who waits for a change of the row that he expects sees the change',
    async run(kit) {
      await kit.insert('thing', [{ id: 'a', version: 3 }])
      const change = await kit.storage.begin()
      await change.write([update(kit, 'a', { version: 4 })])
      const late = (async () => {
        const transaction = await kit.storage.begin()
        transaction.expect(expected(kit, { id: 'a', version: 3 }))
        await transaction.commit([kit.insertOf('part', [{ id: 'p' }])])
      })()
      assert.equal(await isWaiting(late), true)
      await change.commit()
      await unexpected(() => late)
      assert.equal(await kit.ids('part', {}), '')
    },
  },
  {
    name: 'a name that a transaction holds with what it expects is not locked by others before its end',
    async run(kit) {
      const hold = { hold: kit.tenant }
      const first = await kit.storage.begin()
      first.expect(expected(kit, { id: 'a' }, false, hold))
      await first.select(kit.select('part'))
      if (kit.storage.capabilities.concurrentWriters) {
        const second = await kit.storage.begin()
        second.expect(expected(kit, { id: 'a' }, false, hold))
        await second.commit([kit.insertOf('part', [{ id: 'p' }])])
      }
      const locking = (async () => {
        const transaction = await kit.storage.begin()
        await transaction.lock(kit.tenant)
        const seen = await kit.seen(transaction, 'part')
        await transaction.commit([kit.insertOf('thing', [{ id: 'a' }])])
        return seen
      })()
      assert.equal(await isWaiting(locking), true)
      await first.commit([kit.insertOf('part', [{ id: 'q' }])])
      assert.match(await locking, /q$/)
      const late = await kit.storage.begin()
      late.expect(expected(kit, { id: 'a' }, false, hold))
      await unexpected(() => late.commit([kit.insertOf('part', [{ id: 'r' }])]))
    },
  },
]
