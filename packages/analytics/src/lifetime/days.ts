import { localDate } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { byCustomer, type Customer } from '../purchases/by-customer.ts'
import type { Known } from '../purchases/scope.ts'
import type { Amounts } from './amounts.ts'

/** What a customer bought on one day of the zone: one purchase, of however many orders. */
export interface PurchaseDay {
  readonly day: string
  readonly orders: number
  /** In minor units; 0 where amounts are not asked for. */
  readonly amount: number
}

export interface Purchases {
  readonly customer: Customer
  /** By day, at least one. */
  readonly days: readonly PurchaseDay[]
}

export interface DaysAsked {
  readonly known: Known
  /** Not told: amounts are not asked for, and currencies may be mixed. */
  readonly amounts?: Amounts
  readonly after?: Customer | undefined
  readonly page?: number
}

const counted = { orders: { fn: 'count' } } as const
const sums = { total: { fn: 'sum', field: 'total' }, refunded: { fn: 'sum', field: 'refunded' } } as const

/** The purchases of each customer by day, customer by customer: nothing is held but a page. */
export async function* purchaseDays(inside: Inside, asked: DaysAsked): AsyncGenerator<Purchases> {
  const { known, after, page, amounts } = asked
  const query = {
    where: { and: [known.where, { placedAt: { lt: known.until } }] },
    measures: amounts === undefined ? counted : { ...counted, ...sums },
    groupBy: { day: { field: 'placedAt', bucket: 'day' } },
    after,
    ...(page === undefined ? {} : { page }),
  } as const
  for await (const { customer, groups } of byCustomer(inside, query)) {
    const days = groups.map(({ day, orders, total = 0, refunded = 0 }) => ({
      day: String(day),
      orders: Number(orders),
      amount:
        Number(total) - (amounts?.net === true ? Number(refunded) : 0) + (amounts?.later(customer, String(day)) ?? 0),
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
