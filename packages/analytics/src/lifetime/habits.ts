import { explain } from '../explained/explained.ts'
import { rateOf } from '../explained/figure.ts'
import type { Inside } from '../inside.ts'
import { type Known, knownBy, type Scope } from '../purchases/scope.ts'
import { maybeOne, type One, only } from './customer.ts'
import { knownOrders } from './days.ts'
import { lifetimeDefinitions } from './definitions.ts'
import { offersOf } from './offers.ts'
import type { OfferRow, OffersFrom } from './offers-shape.ts'

export interface HabitsAsked extends Scope, One {
  readonly offers?: readonly OfferRow[] | undefined
  readonly offersFrom?: OffersFrom | undefined
}

/** At which hour and on which day of the week a customer buys, and which offers he takes. */
export async function habits(inside: Inside, asked: HabitsAsked) {
  const customer = await maybeOne(inside, asked)
  const known = only(knownBy(inside, asked), customer)
  const hours = new Map<number, number>()
  const weekdays = new Map<number, number>()
  let n = 0
  for await (const { hour, orders } of hoursOf(inside, known)) {
    add(hours, Number(hour.slice(11)), orders)
    add(weekdays, weekdayOf(hour.slice(0, 10)), orders)
    n += orders
  }
  const offers = [
    ...(asked.offers ?? []).map(({ offer, sent, responded }) => ({ offer, response: rateOf(responded, sent) })),
    ...(asked.offersFrom === undefined ? [] : await offersOf(inside, known, customer, asked.offersFrom)),
  ].sort((a, b) => (b.response.value ?? -1) - (a.response.value ?? -1) || (a.offer < b.offer ? -1 : 1))
  return explain(
    {
      ...{ n, bestHour: bestOf(hours), bestWeekday: bestOf(weekdays) },
      hours: listed(hours).map(([hour, orders]) => ({ hour, orders, share: orders / n })),
      weekdays: listed(weekdays).map(([weekday, orders]) => ({ weekday, orders, share: orders / n })),
      offers,
    },
    {
      of: lifetimeDefinitions.habits,
      asOf: known.asOf,
      zone: inside.zone,
      rows: n,
      records: knownOrders(known),
    },
  )
}

/** The orders of each hour, a year at a time: a year has fewer hours than an aggregate has groups. */
async function* hoursOf({ crm, zone, add }: Inside, { where, until }: Known) {
  const all = { and: [where, { placedAt: { lt: until } }] }
  const [span] = await crm.orders.aggregate({ where: all, measures: { first: { fn: 'min', field: 'placedAt' } } })
  for (let from = span?.first ?? until; typeof from === 'string' && from < until; ) {
    const to = add(from, 'P1Y')
    const rows = await crm.orders.aggregate({
      where: { and: [where, { placedAt: { gte: from, lt: to < until ? to : until } }] },
      groupBy: { hour: { field: 'placedAt', bucket: 'hour', timeZone: zone } },
      measures: { orders: { fn: 'count' } },
    })
    for (const { hour, orders } of rows) yield { hour: String(hour), orders }
    from = to
  }
}

function add(to: Map<number, number>, key: number, n: number): void {
  to.set(key, (to.get(key) ?? 0) + n)
}

const listed = (of: ReadonlyMap<number, number>) => [...of].sort(([a], [b]) => a - b)

/** The one with the most, the earliest of equal ones. Null of nothing. */
function bestOf(of: ReadonlyMap<number, number>): number | null {
  let [best, most]: [number | null, number] = [null, 0]
  for (const [key, n] of listed(of)) if (n > most) [best, most] = [key, n]
  return best
}

/** From 1, Monday, to 7. */
function weekdayOf(day: string): number {
  const n = Date.parse(day) / 86_400_000
  return ((((n + 3) % 7) + 7) % 7) + 1
}
