import {
  type Access,
  type AggregateQuery,
  always,
  type Condition,
  fieldOf,
  type Having,
  never,
  type OneIR,
} from '@guanxi/core/storage'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { company, compare, contact, insert } from './house.ts'
import { bothStorages } from './storages.ts'

// Aggregates over a reference, whose groups come first.

let storages: Awaited<ReturnType<typeof bothStorages>>

const base: AggregateQuery = {
  entity: contact,
  tenant: 'regions',
  access: null,
  where: always,
  bin: 'without',
  groupBy: [],
  measures: [],
  having: null,
  orderBy: [],
  limit: 100,
}
const path = (name: string, ...hops: readonly OneIR[]) => ({
  hops,
  field: fieldOf(hops.length > 0 ? company : contact, name),
})

const { tenant } = base
const coded = contact.one.get('coded') as OneIR
const people = [
  ['acme', 5, '2026-03-01T04:30:00.000Z'],
  ['acme', null, null],
  ['dust', 7, '2026-02-28T23:30:00.000Z'],
  ['dust', 1, '2026-03-31T22:30:00.000Z'],
  ['cove', 3, null],
  ['else', 9, null],
  [null, -1, '2026-03-15T00:00:00.000Z'],
] as const

beforeAll(async () => {
  storages = await bothStorages(inject('postgresUrl'))
  const rows = people.map(([companyCode, points, seenAt], i) => {
    return { id: `p${i}`, name: `P${i}`, companyId: i < 2 ? 'd' : null, companyCode, points, seenAt }
  })
  const houses = [
    { id: 'a', name: 'Acme', city: 'Oslo', code: 'acme' },
    { id: 'd', name: 'Dust', city: 'Oslo', code: 'dust' },
    { id: 'c', name: 'Cove', city: 'Bergen', code: 'cove', deletedAt: '2026-03-01T00:00:00.000Z' },
  ]
  const others = [{ id: 'e', name: 'Else', city: 'Rome', code: 'else' }]
  for (const { storage } of storages) {
    const mine = [insert(contact, ...rows), insert(company, ...houses)]
    await storage.session.write([...mine.map((write) => ({ ...write, tenant })), insert(company, ...others)])
  }
})
afterAll(async () => {
  for (const { close } of storages ?? []) await close()
})

const offsets = [
  { from: null, offset: 0 },
  { from: Date.UTC(2026, 2, 31, 20), offset: 7_200_000 },
]
const city = { name: 'city', path: path('city', coded), bucket: undefined }
const month = { name: 'month', path: path('seenAt'), bucket: { unit: 'month' as const, offsets } }
const measures = [
  { name: 'n', fn: 'count' as const, path: undefined },
  { name: 'some', fn: 'count' as const, path: path('points') },
  { name: 'high', fn: 'count' as const, path: undefined, where: compare(contact, 'points', 'gt', 4) },
  { name: 'total', fn: 'sum' as const, path: path('points') },
  { name: 'least', fn: 'min' as const, path: path('points') },
  { name: 'last', fn: 'max' as const, path: path('name') },
]

/** In two steps, and in one: what is counted distinct cannot be put together afterwards. */
async function asked(more: Partial<AggregateQuery>) {
  const query = { ...base, measures, groupBy: [city], ...more }
  const names = { name: 'names', fn: 'countDistinct' as const, path: path('name') }
  const answers = await Promise.all(
    storages.map(async ({ storage: { session } }) => {
      const atOnce = await session.aggregate({ ...query, measures: [...query.measures, names] })
      const rows = await session.aggregate(query)
      expect(rows).toEqual(atOnce.map(({ names, ...row }) => row))
      return rows
    }),
  )
  expect(answers[1]).toEqual(answers[0])
  return answers[0]
}

const oslo = { city: 'Oslo', n: 4, some: 3, high: 2, total: 13, least: 1, last: 'P3' }
const nowhere = { city: null, n: 3, some: 3, high: 1, total: 11, least: -1, last: 'P6' }

test('figures are put together', async () => {
  expect(await asked({})).toEqual([nowhere, oslo])
  expect(await asked({ where: never })).toEqual([])
  expect(await asked({ measures: [] })).toEqual([{ city: null }, { city: 'Oslo' }])
  expect(await asked({ orderBy: [{ name: 'total', direction: 'desc' }], limit: 1 })).toEqual([oslo])
  const having = (measure: string, value: number): Having => ({ node: 'compare', measure, op: 'eq', value })
  expect(await asked({ having: having('n', 4) })).toEqual([oslo])
  expect(await asked({ having: having('total', 11) })).toEqual([nowhere])
})

test('with keys of the records themselves, and others of the same reference', async () => {
  const few = measures.filter(({ name }) => name === 'n' || name === 'total')
  expect(await asked({ groupBy: [month, city], measures: few })).toEqual([
    { month: null, city: null, n: 2, total: 12 },
    { month: null, city: 'Oslo', n: 1, total: 0 },
    { month: '2026-02-01', city: 'Oslo', n: 1, total: 7 },
    { month: '2026-03-01', city: null, n: 1, total: -1 },
    { month: '2026-03-01', city: 'Oslo', n: 1, total: 5 },
    { month: '2026-04-01', city: 'Oslo', n: 1, total: 1 },
  ])
  const name = { name: 'house', path: path('name', coded), bucket: undefined }
  expect(await asked({ groupBy: [city, name], measures: few })).toEqual([
    { city: null, house: null, n: 3, total: 11 },
    { city: 'Oslo', house: 'Acme', n: 2, total: 5 },
    { city: 'Oslo', house: 'Dust', n: 2, total: 8 },
  ])
})

test('over two references', async () => {
  const other = { name: 'other', path: path('name', contact.one.get('company') as OneIR), bucket: undefined }
  expect(await asked({ groupBy: [city, other], measures: measures.slice(0, 1) })).toEqual([
    { city: null, other: null, n: 3 },
    { city: 'Oslo', other: null, n: 2 },
    { city: 'Oslo', other: 'Dust', n: 2 },
  ])
})

test('what the actor may not see of the other record is missing', async () => {
  const sees = (rows: Condition, masks: Record<string, Condition>): Access => ({
    entity: (name) => ({
      rows: name === 'company' ? rows : always,
      masks: new Map(name === 'company' ? Object.entries(masks) : []),
    }),
  })
  const acme = compare(company, 'name', 'eq', 'Acme')
  const few = measures.filter(({ name }) => name === 'n' || name === 'total')
  const split = [
    { city: null, n: 5, total: 19 },
    { city: 'Oslo', n: 2, total: 5 },
  ]
  expect(await asked({ access: sees(acme, {}), measures: few })).toEqual(split)
  expect(await asked({ access: sees(always, { city: acme }), measures: few })).toEqual(split)
  expect(await asked({ access: sees(never, {}), measures: few })).toEqual([{ city: null, n: 7, total: 24 }])
})

test('a sum beyond what is exact is refused, and one that comes back is none', async () => {
  for (const { storage } of storages) {
    const transaction = await storage.begin()
    const big = Number.MAX_SAFE_INTEGER
    const rows = [
      { id: 'x', name: 'x', companyCode: 'acme', points: big },
      { id: 'y', name: 'y', companyCode: 'dust', points: big },
    ]
    await transaction.write([{ ...insert(contact, ...rows), tenant }])
    const sum = () =>
      transaction.aggregate({
        ...base,
        groupBy: [city],
        measures: [{ name: 'total', fn: 'sum', path: path('points') }],
      })
    await expect(sum()).rejects.toMatchObject({ code: 'NUMBER_OUT_OF_RANGE', details: { path: 'total' } })
    const less = { id: 'z', name: 'z', companyCode: 'acme', points: -big }
    await transaction.write([{ ...insert(contact, less), tenant }])
    expect(await sum().catch((error: unknown) => error)).toMatchObject({ code: 'NUMBER_OUT_OF_RANGE' })
    const least = { id: 'w', name: 'w', companyCode: 'dust', points: -20 }
    await transaction.write([{ ...insert(contact, least), tenant }])
    expect(await sum()).toEqual([
      { city: null, total: 11 },
      { city: 'Oslo', total: big - 7 },
    ])
    await transaction.rollback()
  }
})
