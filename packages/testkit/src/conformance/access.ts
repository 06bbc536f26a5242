import assert from 'node:assert/strict'
import type { AccessRules } from '../oracle/index.ts'
import type { ConformanceCase } from './case.ts'
import type { Kit } from './kit.ts'

const all = { rows: {}, masks: {} }
const never = { or: [] }

async function things(kit: Kit): Promise<void> {
  await kit.insert('thing', [
    { id: 't1', stringNullable: 'secret', integerNullable: 9, code: 'c1' },
    { id: 't2', stringNullable: 'plain', integerNullable: 1, code: 'c2' },
  ])
  await kit.insert('part', [
    { id: 'p1', thingId: 't1', thingCode: 'c1', integerNullable: 5 },
    { id: 'p2', thingId: 't2', thingCode: 'c2', integerNullable: 6 },
  ])
}

/** The string of t1 is hidden, that of t2 is not. */
const masked: AccessRules = {
  thing: { rows: {}, masks: { stringNullable: { integerNullable: 1 } } },
  part: all,
}
/** Nothing of t1 may be seen. */
const hidden: AccessRules = { thing: { rows: { id: { ne: 't1' } }, masks: {} }, part: all }

export const accessCases: readonly ConformanceCase[] = [
  {
    name: 'a masked field is missing in rows, where, contains and sort, and so is its negation',
    async run(kit) {
      await things(kit)
      const access = masked
      assert.deepEqual(
        (await kit.rows('thing', {}, { access })).map((row) => row.stringNullable),
        [null, 'plain'],
      )
      assert.equal(await kit.ids('thing', { stringNullable: 'secret' }, { access }), '')
      assert.equal(await kit.ids('thing', { stringNullable: { ne: 'secret' } }, { access }), 't1 t2')
      assert.equal(await kit.ids('thing', { not: { stringNullable: 'secret' } }, { access }), 't1 t2')
      assert.equal(await kit.ids('thing', { stringNullable: null }, { access }), 't1')
      assert.equal(await kit.ids('thing', { stringNullable: { contains: 'e' } }, { access }), '')
      assert.equal(await kit.ids('thing', { not: { stringNullable: { contains: 'secret' } } }, { access }), 't1 t2')
      assert.equal(await kit.ids('thing', {}, { access, orderBy: { stringNullable: 'desc' }, limit: 1 }), 't2 t1')
    },
  },
  {
    name: 'a masked field is missing in groups and figures',
    async run(kit) {
      await things(kit)
      const access = { ...masked, thing: { rows: {}, masks: { stringNullable: never, integerNullable: never } } }
      const measures = {
        n: { fn: 'count' },
        sum: { fn: 'sum', field: 'integerNullable' },
        last: { fn: 'max', field: 'stringNullable' },
      }
      const groups = await kit.groups('thing', { groupBy: { name: 'stringNullable' }, measures }, { access })
      assert.deepEqual(groups, [{ name: null, n: 2, sum: 0, last: null }])
      const buckets = { groupBy: { day: { field: 'datetimeColumn', bucket: 'day' } }, measures: { n: { fn: 'count' } } }
      const covered = { ...access, thing: { rows: {}, masks: { datetimeColumn: never } } }
      assert.deepEqual(await kit.groups('thing', buckets, { access: covered }), [{ day: null, n: 2 }])
    },
  },
  {
    name: 'a masked field is missing on every hop: where, path, sort, group, figure',
    async run(kit) {
      await things(kit)
      const access = masked
      assert.equal(await kit.ids('part', { thing: { is: { stringNullable: 'secret' } } }, { access }), '')
      assert.equal(await kit.ids('part', { thing: { is: { stringNullable: null } } }, { access }), 'p1')
      assert.equal(
        await kit.ids('part', {}, { access, orderBy: { thing: { stringNullable: 'desc' } }, limit: 1 }),
        'p2 p1',
      )
      const groupBy = { name: { path: ['thing', 'stringNullable'] } }
      const groups = await kit.groups('part', { groupBy, measures: { n: { fn: 'count' } } }, { access })
      assert.deepEqual(groups, [
        { name: null, n: 1 },
        { name: 'plain', n: 1 },
      ])
      const parts = { thing: all, part: { rows: {}, masks: { integerNullable: never } } }
      assert.equal(await kit.ids('thing', { parts: { sum: { integerNullable: { gt: 0 } } } }, { access: parts }), '')
    },
  },
  {
    name: 'a masked reference leads nowhere',
    async run(kit) {
      await things(kit)
      const access = { thing: all, part: { rows: {}, masks: { thingId: never } } }
      assert.equal(await kit.ids('part', { thing: { is: {} } }, { access }), '')
      assert.equal(await kit.ids('part', { thing: { is: null } }, { access }), 'p1 p2')
      assert.equal(await kit.ids('thing', { parts: { some: {} } }, { access }), '')
      assert.equal(await kit.ids('thing', { codedParts: { some: {} } }, { access }), 't1 t2')
    },
  },
  {
    name: 'a record that may not be seen is not there: list, count, to-one, to-many',
    async run(kit) {
      await things(kit)
      const access = hidden
      assert.equal(await kit.ids('thing', {}, { access }), 't2')
      assert.deepEqual(await kit.groups('thing', { measures: { n: { fn: 'count' } } }, { access }), [{ n: 1 }])
      assert.equal(await kit.ids('part', { thing: { is: null } }, { access }), 'p1')
      assert.equal(await kit.ids('part', { coded: { is: {} } }, { access }), 'p2')
      assert.equal(await kit.ids('part', { thing: { is: { parts: { count: 1 } } } }, { access }), 'p2')
      assert.equal(await kit.ids('part', { not: { thing: { is: { id: 't1' } } } }, { access }), 'p1 p2')
      assert.equal(await kit.ids('part', {}, { access, orderBy: { thing: { id: 'asc' } } }), 'p1 p2')
    },
  },
  {
    name: 'an entity that access does not name shows nothing',
    async run(kit) {
      await things(kit)
      const access = { part: all }
      assert.equal(await kit.ids('thing', {}, { access }), '')
      assert.equal(await kit.ids('part', { thing: { is: {} } }, { access }), '')
      assert.equal(await kit.ids('part', { thing: { is: null } }, { access }), 'p1 p2')
    },
  },
  {
    name: 'inside its own conditions access sees everything',
    async run(kit) {
      await things(kit)
      // Parts are seen by a field of their thing that is itself hidden.
      const rows = { thing: { is: { stringNullable: 'secret' } } }
      const access = { thing: { rows: never, masks: { stringNullable: never } }, part: { rows, masks: {} } }
      assert.equal(await kit.ids('part', {}, { access }), 'p1')
    },
  },
  {
    name: 'tenants see nothing of each other at any node, even by the same ids',
    async run(kit) {
      await things(kit)
      const other = `${kit.tenant}, other`
      const foreign = { stringNullable: 'foreign', integerNullable: 77 }
      await kit.insert(
        'thing',
        [
          { id: 't1', ...foreign, code: 'c1' },
          { id: 't3', ...foreign, code: 'c3' },
        ],
        other,
      )
      await kit.insert('part', [{ id: 'p3', thingId: 't1', thingCode: 'c1', integerNullable: 77 }], other)
      await kit.insert('part', [{ id: 'p4', thingId: 't3', thingCode: 'c3' }])
      for (const access of [null, { thing: all, part: all }, { ...masked }]) {
        assert.equal(await kit.ids('thing', {}, { access }), 't1 t2')
        assert.equal(await kit.ids('part', { thing: { is: { stringNullable: 'foreign' } } }, { access }), '')
        assert.equal(await kit.ids('part', { coded: { is: null } }, { access }), 'p4')
        assert.equal(await kit.ids('thing', { parts: { some: { integerNullable: 77 } } }, { access }), '')
        assert.equal(
          await kit.ids(
            'thing',
            { parts: { count: 1 }, codedParts: { sum: { integerNullable: { lt: 7 } } } },
            { access },
          ),
          't1 t2',
        )
        assert.equal(await kit.ids('part', {}, { access, orderBy: { thing: { integerNullable: 'asc' } } }), 'p4 p2 p1')
        const groupBy = { n: { path: ['coded', 'integerNullable'] } }
        const groups = await kit
          .groups('part', { groupBy, measures: { n: { fn: 'count' } } }, { access })
          .catch(() => [])
        assert.equal(
          groups.some((group) => group.n === 77),
          false,
        )
      }
    },
  },
  {
    name: 'records in the bin are only where they are asked for, and never related',
    async run(kit) {
      await things(kit)
      const deletedAt = '2026-03-01T00:00:00.000Z'
      await kit.insert('thing', [{ id: 't3', deletedAt, code: 'c3' }])
      await kit.insert('part', [
        { id: 'p3', thingId: 't3' },
        { id: 'p4', thingId: 't1', deletedAt },
      ])
      assert.equal(await kit.ids('thing', {}), 't1 t2')
      assert.equal(await kit.ids('thing', {}, { bin: 'only' }), 't3')
      assert.equal(await kit.ids('thing', {}, { bin: 'with' }), 't1 t2 t3')
      assert.equal(await kit.ids('part', { thing: { is: null } }, { bin: 'with' }), 'p3')
      assert.equal(await kit.ids('thing', { parts: { count: 1 } }, { bin: 'with' }), 't1 t2 t3')
      assert.equal(await kit.ids('part', {}, { bin: 'with', orderBy: { thing: { id: 'asc' } } }), 'p3 p1 p4 p2')
    },
  },
]
