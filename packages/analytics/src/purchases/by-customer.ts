import type { CoreTypes, Groups, Measures, Where } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import type { AnalyticsTypes } from '../types.ts'
import { ahead } from './ahead.ts'

type Types = CoreTypes & AnalyticsTypes
export type OrderWhere = Where<Types, 'order'>

/** Whose purchase it is: the company's if it has one, else the contact's. */
export interface Customer {
  readonly kind: 'company' | 'contact'
  readonly id: string
}

export type Value = string | number | boolean | null

/** A customer with the groups of his orders. */
export interface CustomerGroups {
  readonly customer: Customer
  readonly groups: readonly Readonly<Record<string, Value>>[]
}

/** What is asked of each customer's orders. */
export interface Asked {
  readonly where: OrderWhere
  readonly measures: Measures<Types, 'order'>
  /** Within a customer; the groups come in the order of these keys. None: one group. */
  readonly groupBy?: Groups<Types, 'order'>
  /** Those behind this customer alone, in the order in which they come. */
  readonly after?: Customer | undefined
  /** How many customers are wanted at first: more of them are read in pages as large. */
  readonly page?: number
}

/** As many groups as an aggregate answers. */
const mostGroups = 10_000

/**
 * The orders of each customer in groups, customer by customer: companies by their ids, then contacts. It holds one page of groups
 * at a time, however many customers there are.
 */
export async function* byCustomer(inside: Inside, asked: Asked): AsyncGenerator<CustomerGroups> {
  const { after } = asked
  if (after?.kind !== 'contact') yield* ofKind(inside, asked, 'company', after?.id)
  yield* ofKind(inside, asked, 'contact', after?.kind === 'contact' ? after.id : undefined)
}

/** Whose ids are meant; behind none are all. */
type Within = { readonly gt?: string; readonly gte?: string; readonly lte?: string; readonly eq?: string }

async function* ofKind(
  { crm }: Inside,
  asked: Asked,
  kind: Customer['kind'],
  behind = '',
): AsyncGenerator<CustomerGroups> {
  const key = kind === 'company' ? 'companyId' : 'contactId'
  const own = kind === 'company' ? [asked.where] : [asked.where, { companyId: null }]
  // Of a page the database is to look up the customers: to go through the period for each page is to go through it again and again.
  const ofPage = (part: OrderWhere) => besideTime(part, { [key]: null })
  const within = (range: Within, parts: readonly OrderWhere[]): OrderWhere => ({
    and: [...(range.gt === '' ? parts : parts.map(ofPage)), { [key]: range }],
  })
  const { groupBy = {}, measures, page: customers = mostGroups } = asked
  const keys = Object.keys(groupBy)
  const read = (range: Within, limit?: number) =>
    crm.orders.aggregate({
      where: within(range, own),
      groupBy: { customer: key, ...groupBy },
      measures,
      orderBy: [{ customer: 'asc' }, ...keys.map((name) => ({ [name]: 'asc' }) as { customer?: 'asc' })],
      ...(limit === undefined ? {} : { limit }),
    })
  if (keys.length === 0) {
    for (let after = behind; ; ) {
      const page = await read({ gt: after }, mostGroups)
      yield* grouped(kind, page)
      if (page.length < mostGroups) return
      after = String(page.at(-1)?.customer)
    }
  }
  for (let after = behind; ; ) {
    // Who comes next, and how much of his there is: never more groups than orders, and no more until an instant than ever.
    const next = await crm.orders.aggregate({
      where: within({ gt: after }, own.map(endless)),
      groupBy: { customer: key },
      measures: { n: { fn: 'count' } },
      orderBy: { customer: 'asc' },
      limit: Math.min(customers, mostGroups),
    })
    const pages = ahead(pagesOf(next), ({ first, last, n }) =>
      read(n > mostGroups && first === last ? { eq: first } : { gte: first, lte: last }),
    )
    for await (const rows of pages) yield* grouped(kind, rows)
    if (next.length < Math.min(customers, mostGroups)) return
    after = String(next.at(-1)?.customer)
  }
}

/**
 * The same condition, its times such that no index is used for them. `nobody` is what none of the customers of a page is: not to
 * have an id. What else orders may have, an actor may not be shown, and to him it would be missing in all of them.
 */
function besideTime(where: OrderWhere, nobody: OrderWhere): OrderWhere {
  if (where.and !== undefined) return { ...where, and: where.and.map((part) => besideTime(part, nobody)) }
  return Object.keys(where).join() === 'placedAt' ? { or: [where, nobody] } : where
}

/** The same condition without the end of its time: a cell of each customer tells how many orders there are at all. */
function endless(where: OrderWhere): OrderWhere {
  if (where.and !== undefined) return { ...where, and: where.and.map(endless) }
  const { placedAt, ...others } = where
  return Object.keys(Object(placedAt)).join() === 'lt' ? others : where
}

/** Customers in pages whose groups one aggregate answers. */
function* pagesOf(customers: readonly { readonly customer: unknown; readonly n: number }[]) {
  let first: string | undefined
  let [last, n] = ['', 0]
  for (const one of customers) {
    if (first !== undefined && n + one.n > mostGroups) {
      yield { first, last, n }
      first = undefined
      n = 0
    }
    first ??= String(one.customer)
    last = String(one.customer)
    n += one.n
  }
  if (first !== undefined) yield { first, last, n }
}

function* grouped(kind: Customer['kind'], rows: readonly object[]): Generator<CustomerGroups> {
  let at = 0
  const all = rows as readonly Readonly<Record<string, Value>>[]
  while (at < all.length) {
    const id = all[at]?.customer
    const from = at
    while (at < all.length && all[at]?.customer === id) at++
    yield { customer: { kind, id: String(id) }, groups: all.slice(from, at) }
  }
}
