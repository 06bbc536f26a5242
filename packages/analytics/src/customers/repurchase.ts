import { explain } from '../explained/explained.ts'
import { rateOf } from '../explained/figure.ts'
import type { Inside } from '../inside.ts'
import { quantiles } from '../math/index.ts'
import { dayNumber } from '../period/grain.ts'
import { type Window, windowOf } from '../period/window.ts'
import { byCustomer } from '../purchases/by-customer.ts'
import { knownBy, placed, type Scope } from '../purchases/scope.ts'
import { leftOut } from './amounts.ts'
import { notOver } from './churn.ts'
import { customersDefinitions } from './definitions.ts'

/** Repurchase: of those who bought in a period, who bought on another day of it as well. */
export async function repurchase(inside: Inside, asked: Window & Scope & { readonly quantiles: readonly number[] }) {
  const { currency, ...rest } = asked
  const [known, all] = [knownBy(inside, asked), knownBy(inside, rest)]
  const { from, to } = windowOf(asked, inside)
  const where = placed(known, from, to)
  const groupBy = { day: { field: 'placedAt', bucket: 'day' } } as const
  let [buyers, again, rows] = [0, 0, 0]
  const gaps: number[] = []
  for await (const { groups } of byCustomer(inside, { where, groupBy, measures: { n: { fn: 'count' } } })) {
    buyers++
    if (groups.length > 1) again++
    let last: number | undefined
    for (const { day, n } of groups) {
      const at = dayNumber(String(day))
      if (last !== undefined) gaps.push(at - last)
      last = at
      rows += Number(n)
    }
  }
  const { values, n, method } = quantiles(gaps, asked.quantiles)
  const days = asked.quantiles.map((p, i) => ({ p, value: values[i] ?? null }))
  return explain(
    { ...rateOf(again, buyers), gaps: { method, n, days } },
    {
      of: customersDefinitions.repurchase,
      asOf: known.asOf,
      zone: inside.zone,
      rows,
      excluded: await leftOut(inside, placed(all, from, to), currency),
      warnings: notOver(from, to, known.until),
      records: { entity: 'order', where },
    },
  )
}
