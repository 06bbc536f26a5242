// Queries that must compile, and queries that must not.
import type { CoreTypes, Scope } from '@guanxi/core'

declare const me: Scope<CoreTypes>

const page = await me.deals.list({
  where: { amount: { gt: 5 }, company: { is: { name: { contains: 'x' } } }, ownerId: { actor: 'user' } },
  orderBy: [{ company: { name: 'asc' } }, { amount: 'desc' }],
  include: { company: { include: { orders: { limit: 3, where: { total: { gt: 1 } } } } } },
})
const total: number | undefined = page.items[0]?.company?.orders[0]?.total
const plain = await me.deals.list()
const title: string | undefined = plain.items[0]?.title
const [group] = await me.orders.aggregate({
  groupBy: { who: { path: ['company', 'name'] }, currency: 'currency' },
  measures: { last: { fn: 'max', field: 'placedAt' }, n: { fn: 'count' } },
  having: { n: { gt: 1 } },
  orderBy: { n: 'desc', who: 'asc' },
})
const row: [string | undefined, string | null | undefined, number | undefined] = [
  group?.currency,
  group?.last,
  group?.n,
]
void [total, title, row]

// @ts-expect-error the company was not included
plain.items[0]?.company
// @ts-expect-error a typo in where
await me.deals.list({ where: { titel: 'x' }, include: { company: true } })
// @ts-expect-error a typo behind a relation
await me.companies.list({ where: { orders: { some: { totl: 1 } } } })
// @ts-expect-error a typo in a figure
await me.companies.list({ where: { orders: { sum: { totl: 1 } } } })
// @ts-expect-error a typo in an operator
await me.deals.list({ where: { amount: { greater: 1 } } })
// @ts-expect-error a typo in include, beside a good one
await me.deals.list({ include: { company: true, compny: true } })
// @ts-expect-error a typo in an include of an include
await me.deals.list({ include: { company: { include: { odrers: true } } } })
// @ts-expect-error a typo in the options of an include
await me.companies.list({ include: { orders: { limt: 1 } } })
// @ts-expect-error a typo in the where of an include
await me.companies.list({ include: { orders: { where: { totl: 1 } } } })
// @ts-expect-error a to-one include has no limit
await me.deals.list({ include: { company: { limit: 1 } } })
// @ts-expect-error a typo in a sort key of a relation
await me.deals.list({ orderBy: { company: { nam: 'asc' } } })
// @ts-expect-error a number has no text to look into
await me.deals.list({ where: { amount: { contains: 'x' } } })
// @ts-expect-error a number is not compared with a time
await me.deals.list({ where: { amount: { gt: { ago: 'P3M' } } } })
// @ts-expect-error no rounding
await me.orders.aggregate({ measures: { mean: { fn: 'avg', field: 'total' } } })
// @ts-expect-error a typo in the field of a measure
await me.orders.aggregate({ measures: { sum: { fn: 'sum', field: 'totl' } } })
// @ts-expect-error a typo in a path
await me.orders.aggregate({ groupBy: { a: { path: ['company', 'nam'] } }, measures: { n: { fn: 'count' } } })
// @ts-expect-error a typo in a key
await me.orders.aggregate({ groupBy: { a: 'totl' }, measures: { n: { fn: 'count' } } })
// @ts-expect-error no such bucket
await me.orders.aggregate({ groupBy: { a: { field: 'placedAt', bucket: 'decade' } }, measures: { n: { fn: 'count' } } })
// @ts-expect-error having names no measure
await me.orders.aggregate({ measures: { n: { fn: 'count' } }, having: { m: 1 } })
// @ts-expect-error orderBy names neither key nor measure
await me.orders.aggregate({ measures: { n: { fn: 'count' } }, orderBy: { m: 'asc' } })
