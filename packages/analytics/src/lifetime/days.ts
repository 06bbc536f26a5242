import { localDate } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { byCustomer, type Customer } from '../purchases/by-customer.ts'
import type { Known } from '../purchases/scope.ts'
import { lateRefunds } from './late-refunds.ts'

/** What a customer bought on one day of the zone: one purchase, of however many orders. */
export interface PurchaseDay {
  readonly day: string
  readonly orders: number
  /** In minor units; refunds taken off, unless told otherwise. */
  readonly amount: number
}

export interface Purchases {
  readonly customer: Customer
  /** By day, at least one. */
  readonly days: readonly PurchaseDay[]
}

export interface DaysAsked {
  readonly known: Known
  /** Refunds are taken off the amounts. */
  readonly net: boolean
  /** Amounts are not asked for, and all 0: currencies may be mixed then. */
  readonly without?: 'amounts'
  readonly after?: Customer | undefined
  readonly page?: number
}

const counted = { orders: { fn: 'count' } } as const
const amounts = { total: { fn: 'sum', field: 'total' }, refunded: { fn: 'sum', field: 'refunded' } } as const

/** The purchases of each customer by day, customer by customer: nothing is held but a page. */
export async function* purchaseDays(inside: Inside, asked: DaysAsked): AsyncGenerator<Purchases> {
  const { known, after, page, without } = asked
  const net = asked.net && without === undefined
  // Of what is known today nothing has been given back tomorrow.
  const late = net && known.until <= inside.now ? await lateRefunds(inside, known) : undefined
  const query = {
    where: { and: [known.where, { placedAt: { lt: known.until } }] },
    measures: without === undefined ? { ...counted, ...amounts } : counted,
    groupBy: { day: { field: 'placedAt', bucket: 'day' } },
    after,
    ...(page === undefined ? {} : { page }),
  } as const
  for await (const { customer, groups } of byCustomer(inside, query)) {
    const days = groups.map(({ day, orders, total = 0, refunded = 0 }) => ({
      day: String(day),
      orders: Number(orders),
      amount: Number(total) - (net ? Number(refunded) : 0) + (late?.of(customer, String(day)) ?? 0),
    }))
    yield { customer, days }
  }
}

/** The orders that are known, as a filter of `orders.list`. */
export const knownOrders = ({ where, until }: Known) => ({
  entity: 'order',
  where: { and: [where, { placedAt: { lt: until } }] },
})

/** The last day of which anything is known. */
export const lastDay = ({ until }: Known, { zone }: Pick<Inside, 'zone'>): string =>
  localDate(Date.parse(until) - 1, zone)

/** A day as a number since 1970-01-01, and back. */
export const dayNumber = (day: string): number => Date.parse(day) / 86_400_000
export const dayText = (n: number): string => new Date(n * 86_400_000).toISOString().slice(0, 10)

export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from)
