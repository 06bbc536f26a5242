import type { Row, StorageAdapter } from '@guanxi/core'
import {
  type Access,
  type AggregateQuery,
  always,
  type Condition,
  type EntityIR,
  fieldOf,
  type Having,
  type ManyIR,
  never,
  type OneIR,
  type SelectQuery,
} from '@guanxi/core/storage'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { company, compare, contact, insert, query } from './house.ts'
import { bothStorages } from './storages.ts'

let storages: Awaited<ReturnType<typeof bothStorages>>

const contacts: readonly Row[] = [
  {
    id: '1',
    name: '王伟',
    companyId: 'a',
    points: 5,
    active: true,
    born: '1990-01-31',
    seenAt: '2026-03-01T04:30:00.000Z',
  },
  {
    id: '2',
    name: 'ＡＢＣ 50%',
    companyId: 'a',
    points: null,
    active: false,
    born: null,
    seenAt: '2026-03-02T23:00:00.000Z',
    tier: 'gold',
  },
  {
    id: '3',
    name: 'abc',
    companyId: 'b',
    points: 7,
    seenAt: '2026-12-31T23:59:59.999Z',
    days: 5,
    motto: 'Ｈi',
    vip: true,
  },
  { id: '4', name: 'a_c', companyId: 'gone', points: 5, weight: 0.5 },
  { id: '5', name: '\u{d7ff}x', companyId: null, points: -1, weight: 2 },
  { id: '6', name: '\u{e000}x', companyId: 'b', points: 5, deletedAt: '2026-03-01T00:00:00.000Z' },
  { id: '7', name: '\u{1f600}', companyId: 'c', points: 1 },
]
const companies: readonly Row[] = [
  { id: 'a', name: 'Acme', city: 'Oslo' },
  { id: 'b', name: 'Beta', city: null },
  { id: 'c', name: 'Cove', city: 'Bergen', deletedAt: '2026-03-01T00:00:00.000Z' },
  { id: 'd', name: 'Dust', city: 'Oslo' },
]

beforeAll(async () => {
  storages = await bothStorages(inject('postgresUrl'))
  for (const { storage } of storages) {
    await storage.session.write([insert(contact, ...contacts), insert(company, ...companies)])
    await storage.session.write([{ ...insert(contact, { id: '8', name: 'other tenant' }), tenant: 'u' }])
  }
})
afterAll(async () => {
  for (const { close } of storages ?? []) await close()
})

async function onBoth<T>(run: (storage: StorageAdapter) => Promise<T>): Promise<T> {
  const answers = await Promise.all(storages.map(({ storage }) => run(storage)))
  expect(answers[1]).toEqual(answers[0])
  return answers[0] as T
}

const found = (entity: EntityIR, where: Condition, more: Partial<SelectQuery> = {}) =>
  onBoth(async (storage) =>
    (await storage.session.select(query(entity, { where, ...more }))).map(({ row }) => row.id).join(''),
  )

const not = (of: Condition): Condition => ({ node: 'not', of })
const of = (name: string, op: Parameters<typeof compare>[2], value: string | number | boolean) =>
  compare(contact, name, op, value)
const toCompany = contact.one.get('company') as OneIR
const toContacts = company.many.get('contacts') as ManyIR

describe('conditions have two values', () => {
  test.each<[string, Condition, string, string]>([
    ['eq', of('points', 'eq', 5), '14', '2357'],
    ['ne', of('points', 'ne', 5), '2357', '14'],
    ['gt', of('points', 'gt', 1), '134', '257'],
    ['fraction', of('points', 'lte', 5.5), '1457', '23'],
    ['boolean', of('active', 'eq', false), '2', '13457'],
    ['date', of('born', 'lt', '1990-02-01'), '1', '23457'],
    ['datetime', of('seenAt', 'gte', '2026-03-02T23:00:00.000Z'), '23', '1457'],
    ['in', { node: 'in', field: fieldOf(contact, 'points'), negated: false, values: [5, 7, 9] }, '134', '257'],
    ['notIn', { node: 'in', field: fieldOf(contact, 'points'), negated: true, values: [5] }, '2357', '14'],
    ['in nothing', { node: 'in', field: fieldOf(contact, 'points'), negated: false, values: [] }, '', '123457'],
    ['isNull', { node: 'isNull', field: fieldOf(contact, 'points'), negated: false }, '2', '13457'],
    ['startsWith', of('name', 'startsWith', 'a_'), '4', '12357'],
    ['startsWith before the surrogates', of('name', 'startsWith', '\u{d7ff}'), '5', '12347'],
    ['startsWith the last point', of('name', 'startsWith', '\u{10ffff}'), '', '123457'],
    ['contains folds', of('name', 'contains', 'AbC'), '23', '1457'],
    ['contains has no wildcards', of('name', 'contains', '％'), '2', '13457'],
    ['extra', of('tier', 'eq', 'gold'), '2', '13457'],
    ['extra default', of('days', 'eq', 30), '12457', '3'],
    ['extra boolean', of('vip', 'eq', true), '3', '12457'],
    ['extra contains', of('motto', 'contains', 'HI'), '3', '12457'],
    ['one', { node: 'one', relation: toCompany, is: compare(company, 'city', 'eq', 'Oslo') }, '12', '3457'],
    [
      'one, negated inside',
      { node: 'one', relation: toCompany, is: not(compare(company, 'city', 'eq', 'Oslo')) },
      '3',
      '12457',
    ],
    ['one is none', { node: 'one', relation: toCompany, is: 'none' }, '457', '123'],
  ])('%s', async (_, condition, yes, no) => {
    expect([await found(contact, condition), await found(contact, not(condition))]).toEqual([yes, no])
  })

  const many = (quantifier: 'some' | 'none' | 'every', where: Condition): Condition => ({
    node: 'many',
    relation: toContacts,
    quantifier,
    where,
  })
  const measure = (fn: 'count' | 'sum' | 'min' | 'max', op: 'eq' | 'ne' | 'gt' | 'lt', value: number): Condition => {
    const field = fn === 'count' ? undefined : fieldOf(contact, 'points')
    return { node: 'measure', relation: toContacts, within: always, fn, field, op, value }
  }
  test.each<[string, Condition, string, string]>([
    ['some', many('some', of('points', 'eq', 5)), 'a', 'bd'],
    ['none', many('none', of('points', 'eq', 5)), 'bd', 'a'],
    ['every', many('every', of('points', 'eq', 7)), 'bd', 'a'],
    ['count', measure('count', 'eq', 2), 'a', 'bd'],
    ['count of nothing', measure('count', 'lt', 0.5), 'd', 'ab'],
    ['sum of nothing', measure('sum', 'eq', 0), 'd', 'ab'],
    ['min of nothing', measure('min', 'ne', 5), 'bd', 'a'],
    ['max', measure('max', 'gt', 5), 'b', 'ad'],
  ])('%s of many', async (_, condition, yes, no) => {
    expect([await found(company, condition), await found(company, not(condition))]).toEqual([yes, no])
  })

  test('the bin', async () => {
    expect(await found(contact, always, { bin: 'only' })).toBe('6')
    expect(await found(contact, always, { bin: 'with' })).toBe('1234567')
    expect(await found(contact, never)).toBe('')
  })
})

describe('access', () => {
  const shows = (name: string, rows: Condition, masks: Record<string, Condition> = {}): Access => ({
    entity: (asked) =>
      asked === name || asked === 'contact' ? { rows, masks: new Map(Object.entries(masks)) } : undefined,
  })
  const masked = shows('contact', always, { points: of('id', 'eq', '3'), name: never })

  test('a masked field is missing everywhere, an absent entity too', async () => {
    const rows = await onBoth((storage) => storage.session.select(query(contact, { access: masked })))
    expect(rows.map(({ row }) => [row.name, row.points])).toEqual(
      ['1', '2', '3', '4', '5', '7'].map((id) => [null, id === '3' ? 7 : null]),
    )
    expect(await found(contact, of('points', 'ne', 5), { access: masked })).toBe('123457')
    expect(await found(contact, of('points', 'gt', 0), { access: masked })).toBe('3')
    expect(await found(contact, of('name', 'contains', 'a'), { access: masked })).toBe('')
    expect(await found(contact, { node: 'one', relation: toCompany, is: always }, { access: masked })).toBe('')
    const orderBy = [
      { path: { hops: [], field: fieldOf(contact, 'points') }, direction: 'desc' as const },
      { path: { hops: [], field: fieldOf(contact, 'id') }, direction: 'desc' as const },
    ]
    expect(await found(contact, always, { access: masked, orderBy })).toBe('375421')
  })

  test('inside its own conditions it does not hold', async () => {
    const ofOslo: Condition = { node: 'one', relation: toCompany, is: compare(company, 'city', 'eq', 'Oslo') }
    expect(await found(contact, always, { access: shows('contact', ofOslo) })).toBe('12')
  })

  test('rows are locked through a mask', async () => {
    for (const { storage } of storages) {
      const transaction = await storage.begin()
      expect(await transaction.select(query(contact, { access: masked, lock: 'update' }))).toHaveLength(6)
      await transaction.rollback()
    }
  })
})

test('the first of each parent', async () => {
  const orderBy = [
    { path: { hops: [], field: fieldOf(contact, 'points') }, direction: 'desc' as const },
    { path: { hops: [], field: fieldOf(contact, 'id') }, direction: 'asc' as const },
  ]
  expect(await found(contact, always, { perParent: fieldOf(contact, 'companyId'), limit: 1, orderBy })).toBe('31475')
})

describe('aggregates', () => {
  const aggregate = (more: Partial<AggregateQuery>) =>
    onBoth((storage) =>
      storage.session.aggregate({
        entity: contact,
        tenant: 't',
        access: null,
        where: always,
        bin: 'without',
        groupBy: [],
        measures: [{ name: 'n', fn: 'count', path: undefined }],
        having: null,
        orderBy: [],
        limit: 100,
        ...more,
      }),
    )
  const path = (name: string, ...hops: readonly OneIR[]) => ({
    hops,
    field: fieldOf(hops.length > 0 ? company : contact, name),
  })

  test('of everything, of nothing', async () => {
    const measures = [
      { name: 'n', fn: 'count' as const, path: undefined },
      { name: 'some', fn: 'count' as const, path: path('points') },
      { name: 'kinds', fn: 'countDistinct' as const, path: path('points') },
      { name: 'total', fn: 'sum' as const, path: path('points') },
      { name: 'first', fn: 'min' as const, path: path('seenAt') },
      { name: 'last', fn: 'max' as const, path: path('name') },
    ]
    expect(await aggregate({ measures })).toEqual([
      { n: 6, some: 5, kinds: 4, total: 17, first: '2026-03-01T04:30:00.000Z', last: '\u{1f600}' },
    ])
    expect(await aggregate({ measures, where: never })).toEqual([
      { n: 0, some: 0, kinds: 0, total: 0, first: null, last: null },
    ])
  })

  test('groups, over a path, with conditions on them', async () => {
    const groupBy = [{ name: 'city', path: path('city', toCompany), bucket: undefined }]
    expect(await aggregate({ groupBy })).toEqual([
      { city: null, n: 4 },
      { city: 'Oslo', n: 2 },
    ])
    expect(await aggregate({ groupBy, orderBy: [{ name: 'n', direction: 'asc' }], limit: 1 })).toEqual([
      { city: 'Oslo', n: 2 },
    ])
    const measures = [
      { name: 'n', fn: 'count' as const, path: undefined },
      { name: 'least', fn: 'min' as const, path: path('born') },
    ]
    const having: Having = { node: 'not', of: { node: 'compare', measure: 'least', op: 'gt', value: '1980-01-01' } }
    expect(await aggregate({ groupBy, measures, having })).toEqual([{ city: null, n: 4, least: null }])
  })

  test.each([
    ['hour', '2026-03-01T05', '2026-03-03T00', '2027-01-01T01'],
    ['day', '2026-03-01', '2026-03-03', '2027-01-01'],
    ['week', '2026-02-23', '2026-03-02', '2026-12-28'],
    ['month', '2026-03-01', '2026-03-01', '2027-01-01'],
    ['quarter', '2026-01-01', '2026-01-01', '2027-01-01'],
    ['year', '2026-01-01', '2026-01-01', '2027-01-01'],
  ] as const)('buckets of a zone: %s', async (unit, ...expected) => {
    const offsets = [
      { from: null, offset: 0 },
      { from: Date.UTC(2026, 0, 1), offset: 3_600_000 },
      { from: Date.UTC(2026, 5, 1), offset: 7_200_000 },
    ]
    const groupBy = [{ name: 'at', path: path('seenAt'), bucket: { unit, offsets } }]
    const where: Condition = { node: 'isNull', field: fieldOf(contact, 'seenAt'), negated: true }
    expect((await aggregate({ groupBy, where })).map((row) => row.at)).toEqual([...new Set(expected)])
    const born = [{ name: 'at', path: path('born'), bucket: { unit, offsets: [] } }]
    const day = {
      hour: '1990-01-31T00',
      day: '1990-01-31',
      week: '1990-01-29',
      month: '1990-01-01',
      quarter: '1990-01-01',
      year: '1990-01-01',
    }
    expect(await aggregate({ groupBy: born, where: of('id', 'eq', '1') })).toEqual([{ at: day[unit], n: 1 }])
  })

  test('what is not exact is refused', async () => {
    for (const { storage } of storages) {
      const transaction = await storage.begin()
      await transaction.write([
        {
          ...insert(contact, ...['x', 'y'].map((id) => ({ id, name: id, points: Number.MAX_SAFE_INTEGER }))),
          tenant: 'big',
        },
      ])
      const sum = transaction.aggregate({
        entity: contact,
        tenant: 'big',
        access: null,
        where: always,
        bin: 'without',
        groupBy: [],
        measures: [{ name: 'total', fn: 'sum', path: path('points') }],
        having: null,
        orderBy: [],
        limit: 1,
      })
      await expect(sum).rejects.toMatchObject({ code: 'NUMBER_OUT_OF_RANGE', details: { path: 'total' } })
      await transaction.rollback()
    }
  })
})

test('an owner’s keys are taken out of the JSON column', async () => {
  for (const { storage } of storages) {
    await storage.migrations.locked((port) =>
      port.apply({ owner: 'app', id: '0002', checksum: 'y', at: '2026-01-02T00:00:00.000Z' }, [
        { step: 'dropExtra', table: 'contacts', owner: 'app' },
      ]),
    )
  }
  const rows = await onBoth((storage) => storage.session.select(query(contact, { where: of('id', 'eq', '3') })))
  expect(rows[0]?.row).toMatchObject({ days: 30, motto: null, vip: null })
})
