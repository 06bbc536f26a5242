import assert from 'node:assert/strict'
import type { Write } from '@guanxi/core/storage'
import type { ConformanceCase } from './case.ts'
import { refuses } from './kit.ts'

export const writeCases: readonly ConformanceCase[] = [
  {
    name: 'a batch is written whole or not at all',
    async run(kit) {
      await kit.insert('thing', [{ id: 'a' }])
      const batch = [
        kit.insertOf('thing', [{ id: 'b' }]),
        kit.insertOf('part', [{ id: 'p' }]),
        kit.insertOf('thing', [{ id: 'a' }]),
      ]
      await refuses('DUPLICATE', () => kit.storage.session.write(batch))
      assert.deepEqual([await kit.ids('thing', {}), await kit.ids('part', {})], ['a', ''])
      const written = await kit.storage.session.write(batch.slice(0, 2))
      assert.deepEqual(
        written.map(({ counts }) => [...counts]),
        [[1], [1]],
      )
      assert.deepEqual([await kit.ids('thing', {}), await kit.ids('part', {})], ['a b', 'p'])
    },
  },
  {
    name: 'an update hits what it matches, null included, and tells how many rows',
    async run(kit) {
      await kit.insert('thing', [{ id: 'a', integerNullable: 1 }, { id: 'b' }, { id: 'c', stringExtra: 'x' }])
      const entity = kit.entity('thing')
      const update = (rows: Extract<Write, { type: 'update' }>['rows']) =>
        kit.storage.session.write([{ type: 'update', entity, tenant: kit.tenant, rows }])
      const [written] = await update([
        { match: { id: 'a', version: 1 }, set: { stringColumn: 'one', version: 2 } },
        { match: { id: 'a', version: 1 }, set: { stringColumn: 'two' } },
        { match: { id: 'b', integerNullable: null }, set: { stringColumn: 'three', integerExtra: 4 } },
        { match: { id: 'b', integerNullable: 1 }, set: { stringColumn: 'four' } },
        { match: { integerNullable: null }, set: { jsonExtra: { a: [1] } } },
        { match: { id: 'nobody' }, set: { stringColumn: 'five' } },
        { match: { stringExtra: 'x' }, set: { stringExtra: null } },
      ])
      assert.deepEqual([...(written?.counts ?? [])], [1, 0, 1, 0, 2, 0, 1])
      const rows = await kit.rows('thing', {})
      assert.deepEqual(
        rows.map((row) => row.stringColumn),
        ['one', 'three', 'x'],
      )
      assert.deepEqual(
        rows.map((row) => row.jsonExtra),
        [null, { a: [1] }, { a: [1] }],
      )
      assert.deepEqual(
        rows.map((row) => row.stringExtra),
        [null, null, null],
      )
      assert.deepEqual(
        rows.map((row) => row.integerExtra),
        [null, 4, null],
      )
    },
  },
  {
    name: 'a guard leaves rows alone that do not satisfy it, relations included',
    async run(kit) {
      await kit.insert('thing', [{ id: 't', integerNullable: 5 }])
      await kit.insert('part', [{ id: 'a', thingId: 't' }, { id: 'b' }])
      const guard = kit.condition('part', { thing: { is: { integerNullable: 5 } } })
      const rows = ['a', 'b'].map((id) => ({ match: { id }, set: { integerColumn: 1 } }))
      const [written] = await kit.storage.session.write([
        { type: 'update', entity: kit.entity('part'), tenant: kit.tenant, rows, guard },
      ])
      assert.deepEqual([...(written?.counts ?? [])], [1, 0])
      assert.deepEqual(
        (await kit.rows('part', {})).map((row) => row.integerColumn),
        [1, 0],
      )
    },
  },
  {
    name: 'add is atomic, counts a missing value as 0, gives the rows as they now are, and refuses what cannot be kept',
    async run(kit) {
      await kit.insert('thing', [{ id: 'a', moneyNullable: 5 }, { id: 'b' }])
      const add = (id: string, n: number) =>
        kit.storage.session.write([
          {
            type: 'update',
            entity: kit.entity('thing'),
            tenant: kit.tenant,
            rows: [{ match: { id }, set: {}, add: { moneyNullable: n } }],
          },
        ])
      const [first] = await add('a', 3)
      assert.deepEqual(
        first?.rows?.map((row) => [row.id, row.moneyNullable]),
        [['a', 8]],
      )
      await Promise.all(Array.from({ length: 20 }, () => add('b', 1)))
      assert.equal((await kit.rows('thing', { id: 'b' }))[0]?.moneyNullable, 20)
      await refuses('NUMBER_OUT_OF_RANGE', () => add('a', Number.MAX_SAFE_INTEGER))
      assert.equal((await kit.rows('thing', { id: 'a' }))[0]?.moneyNullable, 8)
    },
  },
  {
    name: 'an insert of many rows that clash adds to those there, and tells of each in its place; one that comes twice adds twice',
    async run(kit) {
      const some = (ids: string, count: number) => [...ids].map((id) => ({ id, count: count + id.charCodeAt(0) - 97 }))
      const add = async (ids: string, count: number) => {
        const insert = { ...kit.insertOf('entry', some(ids, count)), onConflict: { add: ['count'] } } as const
        const [written] = await kit.storage.session.write([insert])
        return [
          [...(written?.counts ?? [])].join(''),
          (written?.rows ?? []).map((row) => `${row.id}${row.count}`).join(' '),
        ]
      }
      await kit.insert('entry', some('bdf', 10))
      assert.deepEqual(await add('fedcba', 100), ['010101', 'f120 e104 d116 c102 b112 a100'])
      assert.deepEqual(await add('abgabg', 1), ['001000', 'a101 b114 g7 a102 b116 g14'])
    },
  },
  {
    name: 'an insert that clashes is ignored, or adds to the row there',
    async run(kit) {
      await kit.insert('entry', [{ id: 'a', count: 1, word: 'first' }])
      const again = kit.insertOf('entry', [
        { id: 'a', count: 4, word: 'second' },
        { id: 'b', count: 2 },
      ])
      const [ignored] = await kit.storage.session.write([{ ...again, onConflict: 'ignore' }])
      assert.deepEqual([...(ignored?.counts ?? [])], [0, 1])
      const [added] = await kit.storage.session.write([{ ...again, onConflict: { add: ['count'] } }])
      assert.deepEqual(
        added?.rows?.map((row) => [row.id, row.count]),
        [
          ['a', 5],
          ['b', 4],
        ],
      )
      const rows = await kit.rows('entry', {})
      assert.deepEqual(
        rows.map((row) => [row.word, row.count]),
        [
          ['first', 5],
          ['x', 4],
        ],
      )
    },
  },
  {
    name: 'an insert that clashes sets some fields of the row there, and counts',
    async run(kit) {
      await kit.insert('entry', [{ id: 'a', count: 1, word: 'first' }])
      const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map((id, i) => ({ id, count: 10 + i, word: `new ${id}` }))
      for (const given of [rows.slice(0, 2), rows]) {
        const write = kit.insertOf('entry', given)
        await kit.storage.session.write([{ ...write, onConflict: { set: ['word'], next: ['count'] } }])
      }
      await kit.storage.session.write([{ ...kit.insertOf('entry', rows.slice(5)), onConflict: { set: ['count'] } }])
      assert.deepEqual((await kit.rows('entry', {})).map((row) => [row.id, row.word, row.count]).toSorted(), [
        ['a', 'new a', 3],
        ['b', 'new b', 12],
        ['c', 'new c', 12],
        ['d', 'new d', 13],
        ['e', 'new e', 14],
        ['f', 'new f', 15],
      ])
      const [elsewhere] = await kit.storage.session.write([
        {
          ...kit.insertOf('entry', [{ id: 'a', count: 0, word: 'other' }], `${kit.tenant}, other`),
          onConflict: { set: ['word'] },
        },
      ])
      assert.deepEqual([...(elsewhere?.counts ?? [])], [1])
      assert.equal((await kit.rows('entry', { id: 'a' }))[0]?.word, 'new a')
    },
  },
  {
    name: 'DUPLICATE names the entity and the fields; the bin and other tenants do not clash',
    async run(kit) {
      await kit.insert('thing', [{ id: 'a', code: 'c' }, { id: 'b' }, { id: 'c' }])
      const byCode = await refuses('DUPLICATE', () => kit.insert('thing', [{ id: 'd', code: 'c' }]))
      assert.deepEqual([byCode.details.entity, byCode.details.fields], ['thing', ['code']])
      const byId = await refuses('DUPLICATE', () => kit.insert('thing', [{ id: 'a' }]))
      assert.deepEqual([byId.details.entity, byId.details.fields], ['thing', ['id']])
      await kit.insert('thing', [{ id: 'a', code: 'c' }], `${kit.tenant}, other`)
      await kit.insert('thing', [{ id: 'e', code: 'c', deletedAt: '2026-03-01T00:00:00.000Z' }])
      const restore: Write = {
        type: 'update',
        entity: kit.entity('thing'),
        tenant: kit.tenant,
        rows: [{ match: { id: 'e' }, set: { deletedAt: null } }],
      }
      await refuses('DUPLICATE', () => kit.storage.session.write([restore]))
    },
  },
  {
    name: 'a delete takes what it matches, of this tenant alone',
    async run(kit) {
      const other = `${kit.tenant}, other`
      await kit.insert('thing', [{ id: 'a' }, { id: 'b' }])
      await kit.insert('thing', [{ id: 'a' }], other)
      const rows = [{ id: 'a' }, { id: 'nobody' }, { id: 'b', version: 2 }]
      const [written] = await kit.storage.session.write([
        { type: 'delete', entity: kit.entity('thing'), tenant: kit.tenant, rows },
      ])
      assert.deepEqual([...(written?.counts ?? [])], [1, 0, 0])
      assert.equal(await kit.ids('thing', {}), 'b')
      assert.equal((await kit.storage.session.select(kit.select('thing', { tenant: other }))).length, 1)
    },
  },
  {
    name: 'a thousand rows go in at once',
    async run(kit) {
      await kit.insert(
        'entry',
        Array.from({ length: 1000 }, (_, i) => ({ id: `e${i}` })),
      )
      assert.deepEqual(await kit.groups('entry', { measures: { n: { fn: 'count' } } }), [{ n: 1000 }])
    },
  },
]
