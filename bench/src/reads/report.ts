import type { AnalyticsTypes } from '@guanxi/analytics'
import { type BtydRow, fitBtyd } from '@guanxi/analytics/math'
import type { CoreTypes, Crm } from '@guanxi/core'
import { byCustomer } from '../../../packages/analytics/src/purchases/by-customer.ts'
import { periodsByCustomer } from '../../../packages/analytics/src/purchases/months.ts'
import type { Found } from './hand.ts'
import type { Place, Reading } from './reading.ts'
import { customersOf, days, firstDay, sales, zone } from './sales.ts'

type Types = CoreTypes & AnalyticsTypes

const until = new Date(Date.parse(`${firstDay}T00:00:00+08:00`) + days * 86_400_000).toISOString()
const dayOf = (day: string) => Date.parse(day) / 86_400_000
const end = dayOf(firstDay) + days

/** Analytics of three years of sales. */
export const report: Reading = {
  work: 'sales',
  title: 'three years of sales',
  ground: sales,
  questions({ crm, hand, columns, storage, rows }) {
    const me = (crm as Crm<Types>).as({ user: 'u_1', roles: ['admin'] })
    const inside = { crm: me, zone }
    const monthly = () =>
      me.orders.aggregate({
        where: { currency: 'CNY' },
        groupBy: { month: { field: 'placedAt', bucket: 'month' }, region: 'region' },
        measures: { total: { fn: 'sum', field: 'total' }, n: { fn: 'count' } },
      })
    const fromColumns = async (sql: string) => (await columns?.ask({ sql }))?.[0] ?? []
    let made = 0
    const oneMore = () =>
      me.orders.create({
        // The last of them are private persons.
        contactId: `0190${String(customersOf(rows) - 1 - (made++ % 2)).padStart(12, '0')}`,
        region: 'east',
        placedAt: '2025-12-31T04:00:00Z',
        currency: 'CNY',
        total: 12_345,
        ownerId: 'u_1',
      })
    return [
      {
        part: 'by month and region',
        times: 3,
        raw: async () => (await hand.ask({ sql: byMonth(storage) }))[0],
        guanxi: monthly,
        duckdb: async () =>
          (await fromColumns(columnsBy.month)).map(({ total, n, ...by }) => ({
            ...by,
            total: Number(total),
            n: Number(n),
          })),
      },
      {
        part: 'cohorts by month',
        times: 3,
        raw: async () => cells((await hand.ask({ sql: cohortsBy(storage) }))[0] ?? []),
        guanxi: () => cohorts(inside),
        duckdb: async () => cells(await fromColumns(columnsBy.cohort)),
      },
      {
        part: 'cohorts by month, customers counted distinct in SQL',
        times: 3,
        raw: async () => cells((await hand.ask({ sql: distinctCohortsBy(storage) }))[0] ?? []),
        guanxi: () => cohorts(inside),
        duckdb: async () => cells(await fromColumns(columnsBy.distinctCohort)),
      },
      {
        part: 'who will buy again: summary and fit',
        times: 1,
        raw: async () => fitted(bySql((await hand.ask({ sql: summaryBy(storage) }))[0] ?? [])),
        guanxi: async () => fitted(await summary(inside)),
        duckdb: async () => fitted(bySql(await fromColumns(columnsBy.summary))),
      },
      // Last: DuckDB has not got it.
      {
        part: 'by month and region, after one more order',
        times: 3,
        happens: oneMore,
        raw: async () => (await hand.ask({ sql: byMonth(storage) }))[0],
        guanxi: monthly,
      },
      {
        part: 'one more order, and by month and region',
        times: 3,
        raw: async () => (await hand.ask({ sql: byMonth(storage) }))[0],
        async guanxi() {
          await oneMore()
          return monthly()
        },
      },
    ]
  },
}

const cells = (found: readonly Found[]) => found.map(({ first, month, n }) => [first, month, Number(n)])

type Inside = Parameters<typeof periodsByCustomer>[0]

/** Customers by the month of their first purchase and each month in which they bought. */
async function cohorts(inside: Inside) {
  const index = new Map<string, number>()
  const counts: number[][] = []
  for await (const { customers } of periodsByCustomer(inside, { where: {}, until, period: 'month' }))
    for (const { periods } of customers) {
      let cohort: number[] | undefined
      for (const month of periods) {
        const at = index.get(month) ?? index.size
        if (at === index.size) index.set(month, at)
        cohort ??= counts[at] ??= []
        cohort[at] = (cohort[at] ?? 0) + 1
      }
    }
  const months = [...index.keys()]
  return counts
    .flatMap((cohort, first) => cohort.map((n, at) => [months[first], months[at], n]))
    .filter(([, , n]) => n !== undefined)
    .toSorted(byText)
}

const byText = (one: readonly unknown[], other: readonly unknown[]) => (`${one}` < `${other}` ? -1 : 1)

/** Days with a purchase of each customer, in weeks. */
async function summary(inside: Inside): Promise<readonly BtydRow[]> {
  const rows: BtydRow[] = []
  const groupBy = { day: { field: 'placedAt', bucket: 'day' } } as const
  const asked = {
    where: { placedAt: { lt: until } },
    groupBy,
    measures: { total: { fn: 'sum', field: 'total' } },
  } as const
  for await (const { groups } of byCustomer(inside as Parameters<typeof byCustomer>[0], {
    ...asked,
    where: { ...asked.where, currency: 'CNY' },
  })) {
    const [first, last] = [dayOf(String(groups[0]?.day)), dayOf(String(groups.at(-1)?.day))]
    rows.push({ x: groups.length - 1, tx: (last - first) / 7, T: (end - first) / 7 })
  }
  return rows
}

const bySql = (found: readonly Found[]): readonly BtydRow[] =>
  found.map(({ n, first, last }) => {
    const [from, to] = [dayOf(String(first)), dayOf(String(last))]
    return { x: Number(n) - 1, tx: (to - from) / 7, T: (end - from) / 7 }
  })

function fitted(rows: readonly BtydRow[]) {
  const sum = (of: (row: BtydRow) => number) => Math.round(rows.reduce((all, row) => all + of(row), 0))
  const { status } = fitBtyd(rows)
  return { customers: rows.length, x: sum(({ x }) => x), tx: sum(({ tx }) => tx), T: sum(({ T }) => T), status }
}

const local = (storage: Place['storage']) => ({
  day:
    storage === 'sqlite'
      ? "date(placed_at, '+8 hours')"
      : "to_char(placed_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')",
  month:
    storage === 'sqlite'
      ? "strftime('%Y-%m-01', placed_at, '+8 hours')"
      : "to_char(placed_at at time zone 'Asia/Shanghai', 'YYYY-MM-01')",
  region: `extra ->> '${storage === 'sqlite' ? '$."analytics.region"' : 'analytics.region'}'`,
})
const all = "from crm_orders where tenant = 'default' and deleted_at is null and currency = 'CNY'"

const byMonth = (storage: Place['storage']): string =>
  `select ${local(storage).month} as month, ${local(storage).region} as region, sum(total) as total, count(*) as n
    ${all} group by 1, 2 order by 1, 2`

const cohortsBy = (storage: Place['storage']): string =>
  `with m as (select distinct coalesce(company_id, contact_id) as customer, ${local(storage).month} as month ${all}),
      f as (select customer, min(month) as first from m group by customer)
    select first, month, count(*) as n from m join f using (customer) group by 1, 2 order by 1, 2`

/** Each order finds its customer's first month, and customers are counted distinct: shorter, and slower. */
const distinctCohortsBy = (storage: Place['storage']): string =>
  `with o as (select coalesce(company_id, contact_id) as customer, ${local(storage).month} as month ${all}),
      f as (select customer, min(month) as first from o group by customer)
    select first, month, count(distinct customer) as n from o join f using (customer) group by 1, 2 order by 1, 2`

const summaryBy = (storage: Place['storage']): string =>
  `select count(distinct day) as n, min(day) as first, max(day) as last
    from (select coalesce(company_id, contact_id) as customer, ${local(storage).day} as day ${all}) as d group by customer`

/**
 * The same by DuckDB, which has the customer and the region of each order beside it. Its zone is asked for as on Postgres: by its
 * name, as a zone with summer time has to be. Where a fixed offset will do, cohorts take it half as long.
 */
const columnsBy = {
  month: `select strftime(first_day, '%Y-%m-%d') as month, region, total, n
    from (select date_trunc('month', placed_at at time zone 'Asia/Shanghai') as first_day, region, sum(total) as total, count(*) as n
      from orders group by first_day, region) as m order by 1, 2`,
  cohort: `with m as (select distinct customer, date_trunc('month', placed_at at time zone 'Asia/Shanghai') as month from orders),
      f as (select customer, min(month) as first from m group by customer)
    select strftime(first, '%Y-%m-%d') as first, strftime(month, '%Y-%m-%d') as month, n
    from (select first, month, count(*) as n from m join f using (customer) group by all) as c order by 1, 2`,
  distinctCohort: `with f as (select customer, min(date_trunc('month', placed_at at time zone 'Asia/Shanghai')) as first
      from orders group by customer)
    select strftime(first, '%Y-%m-%d') as first, strftime(month, '%Y-%m-%d') as month, n
    from (select first, date_trunc('month', placed_at at time zone 'Asia/Shanghai') as month, count(distinct customer) as n
      from orders join f using (customer) group by all) as c order by 1, 2`,
  summary: `select count(*) as n, strftime(min(day), '%Y-%m-%d') as first, strftime(max(day), '%Y-%m-%d') as last
    from (select distinct customer, date_trunc('day', placed_at at time zone 'Asia/Shanghai') as day from orders) as d group by customer`,
}
