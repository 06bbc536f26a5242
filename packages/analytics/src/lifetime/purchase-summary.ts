import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import type { BtydUnit } from '../math/index.ts'
import type { Customer } from '../purchases/by-customer.ts'
import { knownBy, type Scope } from '../purchases/scope.ts'
import { amountsOf } from './amounts.ts'
import { maybeOne, type One, only } from './customer.ts'
import { knownOrders, lastDay } from './days.ts'
import { lifetimeDefinitions } from './definitions.ts'
import { summaries } from './summaries.ts'

export interface SummaryAsked extends Scope, One {
  readonly unit: BtydUnit
  readonly net: boolean
  readonly after?: Customer | undefined
  readonly limit: number
}

/** The histories of customers as models of buying take them, a page of them. */
export async function purchaseSummary(inside: Inside, asked: SummaryAsked) {
  const known = only(knownBy(inside, asked), await maybeOne(inside, asked))
  const { unit, net, after, limit } = asked
  const amounts = await amountsOf(inside, known, net)
  const customers = []
  let [rows, zeroDays] = [0, 0]
  let next: Customer | null = null
  for await (const row of summaries(inside, { known, amounts, unit, after, page: limit + 1 })) {
    const last = customers.at(-1)
    if (customers.length === limit && last !== undefined) {
      next = last.customer
      break
    }
    const { customer, x, tx, T, spend, first, last: until } = row
    customers.push({ customer, x, tx, T, spend, zeroDays: row.zeroDays, first, last: until })
    rows += row.orders
    zeroDays += row.zeroDays
  }
  const end = lastDay(known, inside)
  return explain(
    { unit, end, currency: amounts.currency, customers, next },
    {
      of: lifetimeDefinitions.purchaseSummary,
      asOf: known.asOf,
      zone: inside.zone,
      rows,
      warnings: [...amounts.warnings, ...(zeroDays > 0 ? [{ code: 'zero_value_days', n: zeroDays }] : [])],
      records: knownOrders(known),
    },
  )
}
