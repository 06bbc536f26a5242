import { localDate, startOfDay } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { startOf } from '../period/grain.ts'
import type { Customer, OrderWhere } from './by-customer.ts'
import { halvesOf, type Range } from './halves.ts'

/** A customer by his id, with the periods in which he bought, from the first, by their first days. */
export interface CustomerPeriods {
  readonly id: string
  readonly periods: readonly string[]
}

/** Customers of one kind. */
export interface PeriodsPage {
  readonly kind: Customer['kind']
  readonly customers: readonly CustomerPeriods[]
}

/** Which purchases. */
export interface Bought {
  /** Beside the time. */
  readonly where: OrderWhere
  /** All before this instant. */
  readonly until: string
  readonly period: 'month' | 'quarter' | 'year'
}

const kinds = ['company', 'contact'] as const

/** What it reads through. */
type Reading = Pick<Inside, 'crm' | 'zone'>
type Page = readonly CustomerPeriods[]

/** So many customers are read at a time, of up to ten thousand: what waits to be looked at is copied by each collection of garbage. */
const mostGroups = 4_000

/**
 * The periods of each customer, page by page: companies and contacts in turns, a half of each by their ids. A rollup has the months
 * of a customer in lists; what does not fill a month at the end is asked for by itself.
 */
export async function* periodsByCustomer(inside: Reading, bought: Bought): AsyncGenerator<PeriodsPage> {
  const month = monthOf(bought.until, inside)
  const start = new Date(startOfDay(month, inside.zone)).toISOString()
  const halves = await Promise.all(kinds.map(async (kind) => ({ kind, ranges: await halvesOf(inside, kind) })))
  const parts = halves.flatMap(({ kind, ranges }) => ranges.map((range) => ({ kind, range })))
  const all = parts.map(({ kind, range }) => {
    const before = earlier(ofKind(inside, kind, bought.where, range), month)
    const rest = { and: [bought.where, { placedAt: { gte: start, lt: bought.until } }] }
    const months = start === bought.until ? before : together(before, ofKind(inside, kind, rest, range))
    const pages = bought.period === 'month' ? months : longer(months, bought.period)
    return { kind, pages, next: pages.next() }
  })
  // A server reads of all of them while one is looked at.
  for (const one of all) one.next.catch(() => {})
  while (all.some(({ next }) => next !== done))
    for (const one of all) {
      const { value, done: isOver } = await one.next
      one.next = isOver === true ? done : one.pages.next()
      one.next.catch(() => {})
      if (isOver !== true) yield { kind: one.kind, customers: value }
    }
}

const quarterHour = 900_000

/**
 * The month from which on there may be more than what was bought before an instant: its own. Where a clock is about to go back over
 * the midnight that the month began with, it is still the one before.
 */
function monthOf(until: string, { zone }: Reading): string {
  const days = Array.from({ length: 16 }, (_, i) => localDate(Date.parse(until) + i * quarterHour, zone))
  return `${days.toSorted()[0]?.slice(0, 7)}-01`
}

const done: Promise<IteratorResult<Page>> = Promise.resolve({ done: true, value: undefined })

const keyOf = (kind: Customer['kind']) => (kind === 'company' ? 'companyId' : 'contactId')

/** In which months customers bought, by their ids. */
async function* ofKind(
  { crm }: Reading,
  kind: Customer['kind'],
  where: OrderWhere,
  range: Range,
): AsyncGenerator<Page> {
  const key = keyOf(kind)
  const own: readonly OrderWhere[] = [where, kind === 'company' ? {} : { companyId: null }]
  // Of persons the company is missing: named as a key, it lets Postgres read the index in its order, and sort nothing.
  const without = kind === 'company' ? {} : ({ companyId: 'companyId' } as const)
  const groupBy: Readonly<Record<'id', typeof key>> = { ...without, id: key }
  const read = (after: string) =>
    crm.orders.aggregate({
      where: { and: [...own, { [key]: { ...range, gt: after } }] },
      groupBy,
      measures: { periods: { fn: 'list', field: 'placedAt', bucket: 'month' } },
      limit: mostGroups,
    })
  let rows = await read(range.gt)
  while (rows.length > 0) {
    const next = rows.length < mostGroups ? undefined : read(rows.at(-1)?.id ?? '')
    next?.catch(() => {})
    // Who is after an id has one himself.
    yield rows as readonly (typeof rows)[number][] as Page
    rows = (await next) ?? []
  }
}

/** What they bought before a month. */
async function* earlier(pages: AsyncGenerator<Page>, month: string): AsyncGenerator<Page> {
  for await (const page of pages)
    yield page.flatMap((one) => {
      // Of whom all days are hidden, there is nothing to tell.
      const last = one.periods.at(-1)
      if (last !== undefined && last < month) return one
      const periods = one.periods.filter((period) => period < month)
      return periods.length === 0 ? [] : { id: one.id, periods }
    })
}

/** In which quarters or years. */
async function* longer(pages: AsyncGenerator<Page>, period: Bought['period']): AsyncGenerator<Page> {
  const known = new Map<string, string>()
  const of = (month: string) => {
    const found = known.get(month) ?? startOf(month, period)
    known.set(month, found)
    return found
  }
  for await (const page of pages) yield page.map(({ id, periods }) => ({ id, periods: [...new Set(periods.map(of))] }))
}

/** Two times that follow each other as one. Both have their customers in the order of their ids. */
async function* together(first: AsyncGenerator<Page>, second: AsyncGenerator<Page>): AsyncGenerator<Page> {
  const [left, right] = [new Reader(first), new Reader(second)]
  for (;;) {
    await Promise.all([left.fill(), right.fill()])
    const page: CustomerPeriods[] = []
    while (left.next !== undefined && right.next !== undefined) {
      const [one, other] = [left.next, right.next]
      if (one.id < other.id) page.push(left.take(one))
      else if (one.id > other.id) page.push(right.take(other))
      else page.push(joined(left.take(one), right.take(other)))
    }
    // Whoever is at the end of a page may have to be compared with the next one; where there is none, all are left as they are.
    if (right.ended) while (left.next !== undefined) page.push(left.take(left.next))
    if (left.ended) while (right.next !== undefined) page.push(right.take(right.next))
    if (page.length > 0) yield page
    if (left.ended && right.ended) return
  }
}

/** Where a clock goes back over midnight, a month may be in both. */
const joined = ({ id, periods }: CustomerPeriods, later: CustomerPeriods): CustomerPeriods => ({
  id,
  periods: [...new Set([...periods, ...later.periods])],
})

/** Customers one after the other. */
class Reader {
  readonly #pages: AsyncGenerator<Page>
  #page: Page = []
  #at = 0
  ended = false

  constructor(pages: AsyncGenerator<Page>) {
    this.#pages = pages
  }

  /** The next of this page. */
  get next(): CustomerPeriods | undefined {
    return this.#page[this.#at]
  }

  take(one: CustomerPeriods): CustomerPeriods {
    this.#at++
    return one
  }

  /** Reads a page, where the one before is through. */
  async fill(): Promise<void> {
    while (!this.ended && this.next === undefined) {
      const { value, done } = await this.#pages.next()
      this.ended = done === true
      this.#page = done === true ? [] : value
      this.#at = 0
    }
  }
}
