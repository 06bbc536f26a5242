import assert from 'node:assert/strict'
import { fieldOf, type Selected } from '@guanxi/core/storage'
import type { ConformanceCase } from './case.ts'
import { idsOf, refuses } from './kit.ts'

const rows = [
  { id: 'a', integerNullable: 2, integerExtra: 2, stringColumn: 'x' },
  { id: 'b', integerNullable: null, stringColumn: 'y' },
  { id: 'c', integerNullable: 1, integerExtra: 1, stringColumn: 'x' },
  { id: 'd', integerNullable: null, stringColumn: 'x' },
  { id: 'e', integerNullable: 2, integerExtra: 2, stringColumn: 'y' },
  { id: 'f', integerNullable: null, stringColumn: 'y' },
  { id: 'g', integerNullable: 3, integerExtra: 3, stringColumn: 'x' },
]

export const pagingCases: readonly ConformanceCase[] = [
  {
    name: 'a missing value is the smallest in both directions',
    async run(kit) {
      await kit.insert('thing', rows)
      for (const name of ['integerNullable', 'integerExtra']) {
        assert.equal(await kit.ids('thing', {}, { orderBy: [{ [name]: 'asc' }, { id: 'asc' }] }), 'b d f c a e g')
        assert.equal(await kit.ids('thing', {}, { orderBy: [{ [name]: 'desc' }, { id: 'asc' }] }), 'g a e c b d f')
      }
    },
  },
  {
    name: 'pages of any size over a nullable key lose and repeat nothing',
    async run(kit) {
      await kit.insert('thing', rows)
      for (const name of ['integerNullable', 'integerExtra']) {
        for (const first of ['asc', 'desc']) {
          for (const second of ['asc', 'desc']) {
            const orderBy = [{ [name]: first }, { stringColumn: second }]
            const whole = await kit.ids('thing', {}, { orderBy })
            assert.equal(whole.split(' ').length, rows.length)
            for (const limit of [1, 2, 3, 4]) assert.equal(await kit.ids('thing', {}, { orderBy, limit }), whole)
          }
        }
      }
    },
  },
  {
    name: 'pages over a key of a related record lose and repeat nothing, with or without one',
    async run(kit) {
      await kit.insert('thing', rows)
      const parts = [...'abcdefgh'].map((id, i) => ({
        id: `p${id}`,
        thingId: i % 4 === 3 ? null : (rows[i % 3]?.id ?? null),
      }))
      await kit.insert('part', parts)
      for (const direction of ['asc', 'desc']) {
        const orderBy = [{ thing: { integerNullable: direction } }, { thing: { stringColumn: 'asc' } }]
        const whole = await kit.ids('part', {}, { orderBy })
        assert.equal(whole.split(' ').length, parts.length)
        for (const limit of [1, 2, 3]) assert.equal(await kit.ids('part', {}, { orderBy, limit }), whole)
      }
    },
  },
  {
    name: 'a page after a cursor sees rows that came in between, and never an old one twice',
    async run(kit) {
      await kit.insert('thing', [{ id: 'b' }, { id: 'd' }, { id: 'f' }])
      const [first] = await kit.storage.session.select(kit.select('thing', { limit: 1, keys: true }))
      await kit.insert('thing', [{ id: 'a' }, { id: 'c' }])
      const after = first?.keys ?? null
      const next = await kit.storage.session.select(kit.select('thing', { after }))
      assert.equal(next.map(({ row }) => row.id).join(' '), 'c d f')
    },
  },
  {
    name: 'at most so many rows for each parent',
    async run(kit) {
      const parts = [...'abcdefg'].map((id, i) => ({ id, thingId: `t${i % 2}`, integerColumn: i }))
      await kit.insert('part', [...parts, { id: 'other', thingId: 't9' }])
      const perParent = fieldOf(kit.entity('part'), 'thingId')
      const where = kit.condition('part', { thingId: { in: ['t0', 't1'] } })
      const found = await kit.storage.session.select(kit.select('part', { where, perParent, limit: 2 }))
      const of = (parent: string) =>
        found
          .filter(({ row }) => row.thingId === parent)
          .map(({ row }) => row.id)
          .join(' ')
      assert.deepEqual([of('t0'), of('t1'), found.length], ['a c', 'b d', 4])
    },
  },
  {
    name: 'several selects at once are answered in their order, each for itself, inside a transaction and out',
    async run(kit) {
      await kit.insert('thing', rows)
      await kit.insert('part', [{ id: 'p', thingId: 'a' }])
      const queries = [
        kit.select('thing', { limit: 2 }),
        kit.select('part'),
        kit.select('thing', { where: kit.condition('thing', { id: 'nobody' }) }),
        kit.select('thing', { limit: 1, after: ['b'], keys: true }),
      ]
      const expected = ['a b', 'p', '', 'c']
      const found = await kit.storage.session.selectMany(queries)
      assert.deepEqual(found.map(spelled), expected)
      assert.deepEqual(found[3]?.[0]?.keys, ['c'])
      assert.deepEqual(await kit.storage.session.selectMany([]), [])
      const transaction = await kit.storage.begin()
      await transaction.write([kit.insertOf('part', [{ id: 'q' }])])
      assert.deepEqual((await transaction.selectMany(queries)).map(spelled), expected.with(1, 'p q'))
      await transaction.rollback()
      await refuses('TRANSACTION_CLOSED', () => transaction.selectMany(queries))
    },
  },
]

const spelled = (found: readonly Selected[]): string => idsOf(found.map(({ row }) => row))
