import type { Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import { rateOf } from '../explained/figure.ts'
import type { Inside } from '../inside.ts'
import { type Window, windowOf } from '../period/window.ts'
import { byCustomer } from '../purchases/by-customer.ts'
import { knownBy, placed, type Scope } from '../purchases/scope.ts'
import { amountOf, ever, leftOut, net } from './amounts.ts'
import { notOver } from './churn.ts'
import { customersDefinitions } from './definitions.ts'
import { givenBackByCustomer } from './given-back.ts'

/** The share of a period's revenue that came from customers who had bought before it. */
export async function oldCustomers(inside: Inside, { currency, ...asked }: Window & Scope) {
  // Who bought in another currency before is no new customer.
  const known = knownBy(inside, asked)
  const { from, to } = windowOf(asked, inside)
  const period = placed(knownBy(inside, { ...asked, currency }), from, to)
  const { rows, currency: only } = await amountOf(inside, period)
  let [revenue, old, buyers, oldBuyers] = [0, 0, 0, 0]
  const warnings: Warning[] = [...notOver(from, to, known.until)]
  if (only !== null) {
    const within = { and: [period, { currency: only }] }
    const measures = {
      before: { fn: 'count', where: { placedAt: { lt: from } } },
      n: { fn: 'count', where: within },
      total: { fn: 'sum', field: 'total', where: within },
      refunded: { fn: 'sum', field: 'refunded', where: within },
    } as const
    const later = await givenBackByCustomer(inside, known, { where: period, currency: only })
    if (later.hidden) warnings.push({ code: 'refunds_until_now' })
    for await (const { customer, groups } of byCustomer(inside, { where: ever(known, to), measures })) {
      const [group = {}] = groups
      if (Number(group.n) === 0) continue
      const amount = net(group) + later.of(customer)
      revenue += amount
      buyers++
      if (Number(group.before) === 0) continue
      old += amount
      oldBuyers++
    }
  }
  const value = revenue > 0 ? old / revenue : null
  return explain(
    { value, n: buyers, num: old, den: revenue, currency: only, customers: rateOf(oldBuyers, buyers) },
    {
      of: customersDefinitions.oldCustomers,
      asOf: known.asOf,
      zone: inside.zone,
      rows,
      excluded: await leftOut(inside, placed(known, from, to), currency),
      warnings,
      records: { entity: 'order', where: period },
    },
  )
}
