import { expect } from 'vitest'
import type { Me } from '../world.ts'

/** The groups of all orders, by keys that are told, as a person would count them. */
async function counted(me: Me, keysOf: (order: Order) => readonly (string | null)[]) {
  const groups = new Map<string, readonly number[]>()
  for await (const order of me.orders.iterate({})) {
    const key = JSON.stringify(keysOf(order))
    const [rows = 0, total = 0, refunded = 0] = groups.get(key) ?? []
    groups.set(key, [rows + 1, total + order.total, refunded + order.refunded])
  }
  return groups
}

type Order = Awaited<ReturnType<Me['orders']['get']>>

/** The day in Shanghai, eight hours ahead of UTC the whole year. */
const dayOf = ({ placedAt }: Order) => new Date(Date.parse(placedAt) + 8 * 3_600_000).toISOString().slice(0, 10)
const monthOf = (order: Order) => `${dayOf(order).slice(0, 7)}-01`

const customer = { company: 'companyId', contact: 'contactId', owner: 'ownerId', currency: 'currency' } as const
const sums = {
  rows: { fn: 'count' },
  total: { fn: 'sum', field: 'total' },
  refunded: { fn: 'sum', field: 'refunded' },
} as const
const rows = { rows: { fn: 'count' } } as const

const asked = {
  crm_purchase_days: {
    query: { groupBy: { ...customer, at: { field: 'placedAt', bucket: 'day' } }, measures: sums },
    keys: (of: Order) => [of.companyId, of.contactId, of.ownerId, of.currency, dayOf(of)],
  },
  crm_purchase_months: {
    query: { groupBy: customer, measures: rows },
    keys: (of: Order) => [of.companyId, of.contactId, of.ownerId, of.currency],
  },
  crm_sales_months: {
    query: {
      groupBy: {
        at: { field: 'placedAt', bucket: 'month' },
        region: 'region',
        owner: 'ownerId',
        currency: 'currency',
      },
      measures: sums,
    },
    keys: (of: Order) => [monthOf(of), of.region, of.ownerId, of.currency],
  },
} as const

/** Every cell is what its orders come to, counted one by one; and it is the rollup that has answered. */
export async function expectCounted(me: Me): Promise<void> {
  for (const [table, { query, keys }] of Object.entries(asked)) {
    const { groupBy, measures } = query
    expect((await me.orders.explain({ groupBy, measures })).sql).toContain(table)
    const found = await me.orders.aggregate({ groupBy, measures })
    const names = Object.keys(groupBy)
    const figures = Object.keys(measures)
    const told = found.map((row) => {
      const values = new Map(Object.entries(row))
      return [JSON.stringify(names.map((name) => values.get(name))), figures.map((name) => values.get(name))] as const
    })
    const right = [...(await counted(me, keys))].map(([key, all]) => [key, all.slice(0, figures.length)])
    expect(Object.fromEntries(told), table).toEqual(Object.fromEntries(right))
  }
  await expectListed(me)
}

/** Each has all his months, and no others. */
async function expectListed(me: Me): Promise<void> {
  const query = {
    groupBy: customer,
    measures: { months: { fn: 'list', field: 'placedAt', bucket: 'month' } },
  } as const
  expect((await me.orders.explain(query)).sql).toContain('crm_purchase_months')
  const right = new Map<string, Set<string>>()
  for await (const order of me.orders.iterate({})) {
    const key = JSON.stringify(Object.values(customer).map((name) => order[name]))
    right.set(key, (right.get(key) ?? new Set()).add(monthOf(order)))
  }
  const told = (await me.orders.aggregate(query)).map(({ months, ...keys }) => [
    JSON.stringify(Object.keys(customer).map((name) => new Map(Object.entries(keys)).get(name))),
    months,
  ])
  const expected = [...right].map(([key, months]) => [key, [...months].toSorted()])
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(expected))
}
