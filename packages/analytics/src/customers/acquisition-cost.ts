import type { Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import { type Window, windowOf } from '../period/window.ts'
import { byCustomer } from '../purchases/by-customer.ts'
import { knownBy, placed, type Scope } from '../purchases/scope.ts'
import { ever } from './amounts.ts'
import { notOver } from './churn.ts'
import { customersDefinitions } from './definitions.ts'

/** What was spent to win customers, in minor units. */
export interface Spend {
  readonly amount: number
  readonly currency: string
}

/** What it cost to win a customer. */
export async function acquisitionCost(
  inside: Inside,
  asked: Window & Omit<Scope, 'currency'> & { readonly spend: Spend },
) {
  const { spend } = asked
  const known = knownBy(inside, asked)
  const { from, to } = windowOf(asked, inside)
  const period = placed(known, from, to)
  let [gained, rows] = [0, 0]
  const measures = {
    before: { fn: 'count', where: { placedAt: { lt: from } } },
    n: { fn: 'count', where: { placedAt: { gte: from } } },
  } as const
  for await (const { groups } of byCustomer(inside, { where: ever(known, to), measures })) {
    const [{ before = 0, n = 0 } = {}] = groups
    rows += Number(n)
    if (Number(before) === 0) gained++
  }
  const warnings: Warning[] = [...notOver(from, to, known.until)]
  const value = gained === 0 ? null : Math.round(spend.amount / gained)
  return explain(
    { value, n: gained, num: spend.amount, den: gained, currency: spend.currency },
    {
      of: customersDefinitions.acquisitionCost,
      asOf: known.asOf,
      zone: inside.zone,
      rows,
      warnings,
      records: { entity: 'order', where: period },
    },
  )
}
