import type { Desk } from '../crm.ts'
import { count, counted, money, percent, section } from './format.ts'

const revenue = { fn: 'sum', field: 'total' } as const
const orders = { fn: 'count' } as const

/** Over all orders, and per year. */
export async function perYear(desk: Desk): Promise<string> {
  const [all] = await desk.orders.aggregate({ measures: { revenue, orders } })
  const years = await desk.orders.aggregate({
    groupBy: { year: { field: 'placedAt', bucket: 'year' } },
    measures: { revenue, orders },
  })
  return section('Revenue, USD', [
    ...years.map((row) => [`${row.year}`.slice(0, 4), counted(row.orders, 'order'), money(row.revenue)]),
    ['Total', counted(all?.orders ?? 0, 'order'), money(all?.revenue ?? 0)],
  ])
}

/** The ten who bought most, with their share of everything. */
export async function bestCustomers(desk: Desk): Promise<string> {
  const [all] = await desk.orders.aggregate({ measures: { revenue } })
  const best = await desk.orders.aggregate({
    groupBy: { name: { path: ['company', 'name'] }, country: { path: ['company', 'country'] } },
    measures: { revenue, orders },
    orderBy: { revenue: 'desc' },
    limit: 10,
  })
  return section(
    'Ten best customers, USD',
    best.map((row, i) => [
      count(i + 1),
      `${row.name}`,
      `${row.country}`,
      counted(row.orders, 'order'),
      money(row.revenue),
      percent(row.revenue, all?.revenue ?? 0),
    ]),
  )
}

/** What each member sold. */
export async function perMember(desk: Desk): Promise<string> {
  const members = await desk.orders.aggregate({
    groupBy: { name: { path: ['owner', 'name'] }, title: { path: ['owner', 'title'] } },
    measures: { revenue, orders },
    orderBy: { revenue: 'desc' },
  })
  return section(
    'Revenue per member, USD',
    members.map((row) => [`${row.name}`, `${row.title}`, counted(row.orders, 'order'), money(row.revenue)]),
  )
}
