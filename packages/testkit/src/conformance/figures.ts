import assert from 'node:assert/strict'
import { fieldOf } from '@guanxi/core/storage'
import type { ConformanceCase } from './case.ts'
import { refuses } from './kit.ts'

const most = Number.MAX_SAFE_INTEGER
const count = { fn: 'count' }
const sum = { fn: 'sum', field: 'moneyNullable' }

export const figureCases: readonly ConformanceCase[] = [
  {
    name: 'counts and sums of nothing are 0; averages, least and greatest are missing',
    async run(kit) {
      const measures = {
        n: count,
        sum,
        mean: { fn: 'avg', field: 'moneyNullable', rounding: 'half-up' },
        least: { fn: 'min', field: 'moneyNullable' },
        last: { fn: 'max', field: 'datetimeNullable' },
      }
      const nothing = { n: 0, sum: 0, mean: null, least: null, last: null }
      assert.deepEqual(await kit.groups('thing', { measures }), [nothing])
      assert.deepEqual(await kit.groups('thing', { groupBy: { c: 'currency' }, measures }), [])
      await kit.insert('thing', [{ id: 'a' }])
      assert.deepEqual(await kit.groups('thing', { measures }), [{ ...nothing, n: 1 }])
    },
  },
  {
    name: 'sums are exact up to the last safe integer, and refused beyond it',
    async run(kit) {
      await kit.insert('thing', [
        { id: 'a', moneyNullable: most - 1, moneyExtra: most - 1 },
        { id: 'b', moneyNullable: 1, moneyExtra: 1 },
      ])
      const extra = { fn: 'sum', field: 'moneyExtra' }
      assert.deepEqual(await kit.groups('thing', { measures: { sum, extra } }), [{ sum: most, extra: most }])
      await kit.insert('thing', [{ id: 'c', moneyNullable: 1, moneyExtra: 1 }])
      for (const measure of [sum, extra]) {
        await refuses('NUMBER_OUT_OF_RANGE', () => kit.groups('thing', { measures: { sum: measure } }))
      }
      await kit.insert('thing', [{ id: 'd', moneyNullable: -most, moneyExtra: -most }])
      assert.deepEqual(await kit.groups('thing', { measures: { sum, extra } }), [{ sum: 1, extra: 1 }])
    },
  },
  {
    name: 'a condition on a sum beyond 2^53 is exact',
    async run(kit) {
      await kit.insert('thing', [{ id: 't' }])
      await kit.insert('part', [
        { id: 'a', thingId: 't', integerColumn: most },
        { id: 'b', thingId: 't', integerColumn: 1 },
      ])
      const sums = (condition: unknown) => kit.ids('thing', { parts: { sum: { integerColumn: condition } } })
      assert.deepEqual([await sums({ gt: most }), await sums(most), await sums({ lte: most })], ['t', '', ''])
    },
  },
  {
    name: 'averages are divided exactly, rounded as named',
    async run(kit) {
      await kit.insert(
        'thing',
        [5, 0, 0, -5, 0].map((moneyNullable, i) => ({ id: `a${i}`, moneyNullable, integerColumn: i < 2 ? 1 : 2 })),
      )
      const mean = async (rounding: string) => {
        const measures = { mean: { fn: 'avg', field: 'moneyNullable', rounding } }
        const groups = await kit.groups('thing', {
          where: { moneyNullable: { ne: null } },
          groupBy: { k: 'integerColumn' },
          measures,
        })
        return groups.map((group) => group.mean)
      }
      assert.deepEqual(await mean('half-up'), [3, -2])
      assert.deepEqual(await mean('half-even'), [2, -2])
      assert.deepEqual(await mean('floor'), [2, -2])
    },
  },
  {
    name: 'amounts in two currencies are not added',
    async run(kit) {
      await kit.insert('thing', [
        { id: 'a', moneyNullable: 1, currency: 'CNY' },
        { id: 'b', moneyNullable: 2, currency: 'USD' },
      ])
      await refuses('MIXED_CURRENCY', () => kit.groups('thing', { measures: { sum } }))
      await refuses('MIXED_CURRENCY', () => kit.groups('thing', { measures: { sum }, having: { sum: { gt: 100 } } }))
      const expected = [
        { c: 'CNY', sum: 1 },
        { c: 'USD', sum: 2 },
      ]
      assert.deepEqual(await kit.groups('thing', { groupBy: { c: 'currency' }, measures: { sum } }), expected)
      assert.deepEqual(await kit.groups('thing', { where: { currency: 'USD' }, measures: { sum } }), [{ sum: 2 }])
    },
  },
  {
    name: 'owned rows have the currency of their owner',
    async run(kit) {
      await kit.insert('part', [
        { id: 'a', currency: 'CNY' },
        { id: 'b', currency: 'USD' },
      ])
      await kit.insert('line', [
        { id: 'l1', partId: 'a', amount: 1 },
        { id: 'l2', partId: 'b', amount: 2 },
      ])
      const measures = { sum: { fn: 'sum', field: 'amount' } }
      await refuses('MIXED_CURRENCY', () => kit.groups('line', { measures }))
      const groupBy = { c: { path: ['part', 'currency'] } }
      assert.deepEqual(await kit.groups('line', { groupBy, measures }), [
        { c: 'CNY', sum: 1 },
        { c: 'USD', sum: 2 },
      ])
    },
  },
  {
    name: 'groups by keys over relations, missing values a group of their own, in a total order',
    async run(kit) {
      await kit.insert('thing', [
        { id: 't1', stringColumn: '😀' },
        { id: 't2', stringColumn: 'ｱ' },
      ])
      const parts = [...'abcde'].map((id, i) => ({ id, thingId: ['t1', 't2', 't2', null, 'gone'][i] ?? null }))
      await kit.insert('part', parts)
      const groupBy = { name: { path: ['thing', 'stringColumn'] } }
      const measures = { n: count, named: { fn: 'count', path: ['thing', 'stringColumn'] } }
      const rows = [
        { name: null, n: 2, named: 0 },
        { name: 'ｱ', n: 2, named: 2 },
        { name: '😀', n: 1, named: 1 },
      ]
      assert.deepEqual(await kit.groups('part', { groupBy, measures }), rows)
      assert.deepEqual(await kit.groups('part', { groupBy, measures, orderBy: { n: 'desc' } }), rows)
      assert.deepEqual(await kit.groups('part', { groupBy, measures, orderBy: { name: 'desc' } }), rows.toReversed())
      assert.deepEqual(await kit.groups('part', { groupBy, measures, having: { n: { lt: 2 } } }), rows.slice(2))
      assert.deepEqual(await kit.groups('part', { groupBy, measures, limit: 1 }), rows.slice(0, 1))
    },
  },
  {
    name: 'having is two-valued',
    async run(kit) {
      await kit.insert('thing', [
        { id: 'a', integerColumn: 1 },
        { id: 'b', integerColumn: 2, moneyNullable: 7 },
      ])
      const kept = async (having: Record<string, unknown>) => {
        const measures = { least: { fn: 'min', field: 'moneyNullable' } }
        const groups = await kit.groups('thing', { groupBy: { k: 'integerColumn' }, measures, having })
        return groups.map((group) => group.k)
      }
      assert.deepEqual(await kept({ least: { gt: 5 } }), [2])
      assert.deepEqual(await kept({ not: { least: { gt: 5 } } }), [1])
      assert.deepEqual(await kept({ least: { ne: 7 } }), [1])
      assert.deepEqual(await kept({ least: null }), [1])
      assert.deepEqual(await kept({ least: { isNull: false } }), [2])
    },
  },
  {
    name: 'a list has each value once, from the least, whatever is in it',
    async run(kit) {
      const texts = ['b', 'a,"]', 'b', null, 'Ａ', '\u{1f600}', '\uff5e', 'a\n']
      await kit.insert(
        'thing',
        texts.map((stringNullable, i) => ({
          id: `t${i}`,
          stringNullable,
          stringExtra: stringNullable,
          integerNullable: i % 3 === 0 ? null : 10 - i,
          booleanNullable: i === 0 ? null : i < 4,
          dateNullable: i === 0 ? null : `2026-0${1 + (i % 2)}-15`,
          datetimeNullable: i === 0 ? null : `2026-01-31T${15 + (i % 2)}:30:00.000Z`,
        })),
      )
      const sorted = ['a\n', 'a,"]', 'b', 'Ａ', '\uff5e', '\u{1f600}']
      const list = (field: string, more: object = {}) => ({ fn: 'list', field, ...more })
      const measures = {
        texts: list('stringNullable'),
        extra: list('stringExtra'),
        whole: list('integerNullable'),
        either: list('booleanNullable'),
        days: list('dateNullable'),
        moments: list('datetimeNullable'),
        months: list('datetimeNullable', { bucket: 'month', timeZone: 'Asia/Shanghai' }),
        quarters: { fn: 'countDistinct', field: 'dateNullable', bucket: 'quarter' },
        none: list('stringNullable', { where: { id: 't3' } }),
        noDay: list('dateNullable', { where: { id: 't0' } }),
      }
      assert.deepEqual(await kit.groups('thing', { measures }), [
        {
          texts: sorted,
          extra: sorted,
          whole: [3, 5, 6, 8, 9],
          either: [false, true],
          days: ['2026-01-15', '2026-02-15'],
          moments: ['2026-01-31T15:30:00.000Z', '2026-01-31T16:30:00.000Z'],
          months: ['2026-01-01', '2026-02-01'],
          quarters: 1,
          none: [],
          noDay: [],
        },
      ])
    },
  },
  {
    name: 'days that rollups keep as one text are listed, without how many there are of each',
    async run(kit) {
      const kept = ['20454*12,20485', '-12*-1,20454', null, '2932896*3']
      await kit.insert(
        'thing',
        kept.map((stringNullable, i) => ({ id: `t${i}`, stringNullable, integerNullable: Math.min(i, 2) })),
      )
      const { entity, tenant, access, where, bin } = kit.select('thing')
      const path = (name: string) => ({ hops: [], field: fieldOf(entity, name) })
      const listed = await kit.storage.session.aggregate({
        ...{ entity, tenant, access, where, bin, having: null, limit: 9 },
        groupBy: [{ name: 'group', path: path('integerNullable'), bucket: undefined }],
        measures: [{ name: 'days', fn: 'list', path: path('stringNullable'), tallied: true }],
        orderBy: [{ name: 'group', direction: 'asc' }],
      })
      assert.deepEqual(
        listed.map(({ days }) => days),
        [['2026-01-01', '2026-02-01'], ['1969-12-20', '2026-01-01'], ['9999-12-31']],
      )
    },
  },
  {
    name: 'distinct values are counted exactly: case, width and missing ones',
    async run(kit) {
      const values = ['a', 'A', 'ａ', 'a', null, 'e\u0301', 'é']
      await kit.insert(
        'thing',
        values.map((stringNullable, i) => ({ id: `t${i}`, stringNullable, stringExtra: stringNullable })),
      )
      for (const field of ['stringNullable', 'stringExtra']) {
        const measures = { different: { fn: 'countDistinct', field }, there: { fn: 'count', field }, all: count }
        assert.deepEqual(await kit.groups('thing', { measures }), [{ different: 5, there: 6, all: 7 }])
      }
    },
  },
]
