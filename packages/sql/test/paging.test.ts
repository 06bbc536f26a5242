import { fieldOf, type OneIR, type SelectQuery } from '@guanxi/core/storage'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { company, contact, ids, insert, query } from './house.ts'
import { bothStorages } from './storages.ts'

let storages: Awaited<ReturnType<typeof bothStorages>>

const rows = [null, 1, 1, null, 2, 2, null, 3, 3].map((points, i) => ({
  id: `c${i}`,
  name: 'x',
  points,
  weight: i % 2 === 0 ? null : 0.5,
  seenAt: i % 4 === 0 ? null : '2026-03-01T00:00:00.000Z',
  companyId: i % 3 === 0 ? null : 'k',
}))

beforeAll(async () => {
  storages = await bothStorages(inject('postgresUrl'))
  for (const { storage } of storages) {
    await storage.session.write([insert(contact, ...rows), insert(company, { id: 'k', name: 'K' })])
  }
})
afterAll(async () => {
  for (const { close } of storages ?? []) await close()
})

const directions = ['asc', 'desc'] as const
const combinations = directions.flatMap((a) => directions.flatMap((b) => directions.map((c) => [a, b, c] as const)))

describe('pages lose and repeat nothing, with missing keys and ties', () => {
  test.each(combinations)('%s %s %s', async (first, second, third) => {
    const hops = [contact.one.get('company') as OneIR]
    const orderBy: SelectQuery['orderBy'] = [
      { path: { hops: [], field: fieldOf(contact, 'points') }, direction: first },
      { path: { hops: [], field: fieldOf(contact, 'seenAt') }, direction: second },
      { path: { hops, field: fieldOf(company, 'name') }, direction: first },
      { path: { hops: [], field: fieldOf(contact, 'weight') }, direction: second },
      { path: { hops: [], field: fieldOf(contact, 'id') }, direction: third },
    ]
    const orders: unknown[] = []
    for (const { storage } of storages) {
      const whole = await ids(storage, query(contact, { orderBy }))
      expect(whole).toHaveLength(rows.length)
      const paged: unknown[] = []
      let after: SelectQuery['after'] = null
      for (;;) {
        const page = await storage.session.select(query(contact, { orderBy, after, limit: 2, keys: true }))
        const last = page.at(-1)
        if (last === undefined) break
        paged.push(...page.map(({ row }) => row.id))
        after = last.keys ?? null
      }
      expect(paged).toEqual(whole)
      orders.push(whole)
    }
    expect(orders[1]).toEqual(orders[0])
  })
})

test('missing comes first ascending and last descending', async () => {
  for (const direction of directions) {
    const orderBy: SelectQuery['orderBy'] = [
      { path: { hops: [], field: fieldOf(contact, 'points') }, direction },
      { path: { hops: [], field: fieldOf(contact, 'id') }, direction },
    ]
    for (const { storage } of storages) {
      const found = await ids(storage, query(contact, { orderBy }))
      const missing = direction === 'asc' ? found.slice(0, 3) : found.slice(-3).reverse()
      expect(missing).toEqual(['c0', 'c3', 'c6'])
    }
  }
})
