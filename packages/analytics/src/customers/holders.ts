import type { Inside } from '../inside.ts'
import { byCustomer, type Customer, type OrderWhere } from '../purchases/by-customer.ts'
import type { Known } from '../purchases/scope.ts'
import { net } from './amounts.ts'
import { givenBackBy, givenBackByCustomer } from './given-back.ts'

export type Holders = 'customer' | 'region' | 'product' | 'owner'

/** Who has so much of a revenue. */
export interface Holder {
  readonly key: string
  readonly customer?: Customer
  readonly value: number
}

interface Found {
  readonly holders: readonly Holder[]
  /** How many records have none. */
  readonly none: number
  /** The actor may not read refunds. */
  readonly hidden: boolean
}

/** Orders whose amounts are of one currency. */
interface Amounts {
  readonly where: OrderWhere
  readonly currency: string
}

/** As many groups as an aggregate answers. */
const mostGroups = 10_000
const sums = { total: { fn: 'sum', field: 'total' }, refunded: { fn: 'sum', field: 'refunded' } } as const

/** Everybody who has a part of the revenue, with his part. */
export async function holdersOf(inside: Inside, known: Known, amounts: Amounts | null, by: Holders): Promise<Found> {
  if (amounts === null) return { holders: [], none: 0, hidden: false }
  if (by === 'customer') return customers(inside, known, amounts)
  if (by === 'product') return products(inside, amounts)
  return keyed(inside, known, amounts, by === 'owner' ? 'ownerId' : 'region')
}

async function customers(inside: Inside, known: Known, { where, currency }: Amounts): Promise<Found> {
  const holders: Holder[] = []
  const later = await givenBackByCustomer(inside, known, { where, currency })
  for await (const { customer, groups } of byCustomer(inside, {
    where: { and: [where, { currency }] },
    measures: sums,
  })) {
    const [group = {}] = groups
    holders.push({ key: `${customer.id} ${customer.kind}`, customer, value: net(group) + later.of(customer) })
  }
  return { holders, none: 0, hidden: later.hidden }
}

async function keyed(
  inside: Inside,
  known: Known,
  { where, currency }: Amounts,
  key: 'region' | 'ownerId',
): Promise<Found> {
  const later = await givenBackBy(inside, known, key, { where, currency })
  const read = (past: OrderWhere) =>
    inside.crm.orders.aggregate({
      where: { and: [where, { currency }, past] },
      groupBy: { key },
      measures: sums,
      orderBy: { key: 'asc' },
      limit: mostGroups,
    })
  const holders: Holder[] = []
  for (let past: OrderWhere = { [key]: { ne: null } }; ; ) {
    const rows = await read(past)
    for (const row of rows) holders.push({ key: String(row.key), value: net(row) + later.of(row.key) })
    if (rows.length < mostGroups) break
    past = { [key]: { gt: String(rows.at(-1)?.key) } }
  }
  const none = await inside.crm.orders.count({ where: { and: [where, { [key]: null }] } })
  return { holders, none, hidden: later.hidden }
}

/** By the lines: what is given back is given back of an order, and of no line. */
async function products({ crm }: Inside, { where, currency }: Amounts): Promise<Found> {
  const order = { and: [where, { currency }] }
  const holders: Holder[] = []
  const read = (productId: { ne: null } | { gt: string }) =>
    crm.orderLines.aggregate({
      where: { order: { is: order }, productId },
      groupBy: { key: 'productId' },
      measures: { value: { fn: 'sum', field: 'total' } },
      orderBy: { key: 'asc' },
      limit: mostGroups,
    })
  for (let past: { ne: null } | { gt: string } = { ne: null }; ; ) {
    const rows = await read(past)
    for (const { key, value } of rows) holders.push({ key: String(key), value })
    if (rows.length < mostGroups) break
    past = { gt: String(rows.at(-1)?.key) }
  }
  const without = await crm.orderLines.count({ where: { order: { is: order }, productId: null } })
  const bare = await crm.orders.count({ where: { and: [order, { lines: { none: {} } }] } })
  return { holders, none: without + bare, hidden: false }
}
