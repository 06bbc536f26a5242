import type { Inside } from '../inside.ts'
import type { Customer } from '../purchases/by-customer.ts'
import type { Known } from '../purchases/scope.ts'
import { keyOf } from './customer.ts'

/** What was given back after the instant of a question: at that instant it had not been. */
export interface LateRefunds {
  of(customer: Customer, day: string): number
  /** Of all customers, by the days of their orders. */
  readonly days: ReadonlyMap<string, number>
}

/** As many groups as an aggregate answers. */
const most = 10_000

/** The refunds from then on, of orders from before, by customer and day of the order. */
export async function lateRefunds({ crm }: Inside, { where, until }: Known): Promise<LateRefunds> {
  const found = new Map<string, number>()
  const days = new Map<string, number>()
  const order = { is: { and: [where, { placedAt: { lt: until } }] } }
  const key = {
    company: { path: ['order', 'companyId'] },
    contact: { path: ['order', 'contactId'] },
    day: { path: ['order', 'placedAt'], bucket: 'day' },
    order: 'orderId',
  } as const
  for (let after = ''; ; ) {
    const rows = await crm.refunds.aggregate({
      where: { at: { gte: until }, orderId: { gt: after }, order },
      groupBy: key,
      measures: { amount: { fn: 'sum', field: 'amount' } },
      orderBy: { order: 'asc' },
      limit: most,
    })
    for (const { company, contact, day, order, amount } of rows) {
      const customer: Customer =
        typeof company === 'string' ? { kind: 'company', id: company } : { kind: 'contact', id: String(contact) }
      const at = `${keyOf(customer)} ${day}`
      found.set(at, (found.get(at) ?? 0) + amount)
      days.set(String(day), (days.get(String(day)) ?? 0) + amount)
      after = order
    }
    if (rows.length < most) return { of: (customer, day) => found.get(`${keyOf(customer)} ${day}`) ?? 0, days }
  }
}
