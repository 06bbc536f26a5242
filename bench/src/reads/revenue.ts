import { ZoneTables } from '@guanxi/core/storage'
import { orders, zone } from './orders.ts'
import type { Place, Reading } from './reading.ts'

/**
 * W10, revenue by month and region. An order has no region: it is that of the member who owns it. The zone has summer time,
 * so that a month is not the same as in UTC by a fixed number of hours.
 */
export const revenue: Reading = {
  work: 'W10',
  title: 'revenue by month and region',
  ground: orders,
  questions({ crm, hand, storage }) {
    const mine = crm.as({ user: 'u_1', roles: ['admin'] }).orders
    return [
      {
        part: 'all orders',
        times: 1,
        async raw() {
          const [rows = []] = await hand.ask({ sql: byHand(storage) })
          return rows.map(({ month, region, total, count }) => ({ month, region, total, count }))
        },
        guanxi: () =>
          mine.aggregate({
            where: { currency: 'CNY' },
            groupBy: {
              month: { field: 'placedAt', bucket: 'month', timeZone: zone },
              region: { path: ['owner', 'region'] },
            },
            measures: { total: { fn: 'sum', field: 'total' }, count: { fn: 'count' } },
          }),
      },
      {
        part: "by the orders' own region, with a rollup",
        times: 3,
        before: () => crm.rebuildRollups(),
        async raw() {
          const [rows = []] = await hand.ask({ sql: ofOwnRegion(storage) })
          return rows.map(({ month, region, total, count }) => ({ month, region, total, count }))
        },
        guanxi: () =>
          mine.aggregate({
            where: { currency: 'CNY' },
            groupBy: { month: { field: 'placedAt', bucket: 'month', timeZone: zone }, region: 'region' as 'currency' },
            measures: { total: { fn: 'sum', field: 'total' }, count: { fn: 'count' } },
          }),
      },
    ]
  },
}

/** First by month and owner, which leaves few rows to look a region up for. The month is found by halving. */
function byHand(storage: Place['storage']): string {
  return `with ${monthsNamed()}, ${groupedBy(storage, 'owner_id')}
    select month, region, sum(total) as total, sum(count) as count from grouped join months using (number)
    left join crm_members as m on m.tenant = 'default' and m.user_id = owner_id and m.deleted_at is null
    group by month, region order by month, region ${storage === 'sqlite' ? '' : 'nulls first'}`
}

function ofOwnRegion(storage: Place['storage']): string {
  return `with ${monthsNamed()}, ${groupedBy(storage, 'region')}
    select month, region, total, count from grouped join months using (number)
    order by month, region ${storage === 'sqlite' ? '' : 'nulls first'}`
}

function groupedBy(storage: Place['storage'], column: string): string {
  const all = months()
  const number =
    storage === 'sqlite'
      ? halved(all, 0, all.length)
      : `width_bucket(placed_at, array[${all.map(({ from }) => `timestamptz '${from}'`).join()}]) - 1`
  return `grouped as (select ${number} as number, ${column}, sum(total) as total, count(*) as count from crm_orders
    where tenant = 'default' and currency = 'CNY' and deleted_at is null group by 1, ${column})`
}

const monthsNamed = (): string =>
  `months(number, month) as (values ${months()
    .map(({ name }, i) => `(${i}, '${name}')`)
    .join()})`

interface Month {
  readonly name: string
  /** Its first instant in the zone. */
  readonly from: string
}

/** The number of the month of an instant, among those from `low` to before `high`. */
function halved(all: readonly Month[], low: number, high: number): string {
  if (high - low === 1) return String(low)
  const middle = (low + high) >> 1
  return `case when placed_at < '${all[middle]?.from}' then ${halved(all, low, middle)} else ${halved(all, middle, high)} end`
}

/** The months of the orders. */
function months(): readonly Month[] {
  const offsets = new ZoneTables().of(zone)
  return Array.from({ length: 25 }, (_, i) => {
    const local = Date.UTC(2024, i, 1)
    // This zone changes its clocks on the last Sunday of a month.
    const offset = offsets.findLast(({ from }) => from === null || from <= local)?.offset ?? 0
    return { name: new Date(local).toISOString().slice(0, 10), from: new Date(local - offset).toISOString() }
  })
}
