import { explain } from '../explained/explained.ts'
import { rateOf } from '../explained/figure.ts'
import type { Inside } from '../inside.ts'
import { type Window, windowOf } from '../period/window.ts'
import { byCustomer } from '../purchases/by-customer.ts'
import { knownBy, placed, type Scope } from '../purchases/scope.ts'
import { leftOut } from './amounts.ts'
import { notOver } from './churn.ts'
import { customersDefinitions } from './definitions.ts'

/** Retention: of those who bought in a period, who bought in the next. */
export async function retention(inside: Inside, asked: Window & Scope & { readonly until: string }) {
  const { currency, ...rest } = asked
  const [known, all] = [knownBy(inside, asked), knownBy(inside, rest)]
  const { from, to } = windowOf(asked, inside)
  const { to: until } = windowOf({ from: to, to: asked.until }, inside, 'until')
  let [buyers, kept, rows] = [0, 0, 0]
  const measures = {
    first: { fn: 'count', where: { placedAt: { lt: to } } },
    next: { fn: 'count', where: { placedAt: { gte: to } } },
  } as const
  // Of a period that has not begun nobody knows who comes back.
  if (to < known.until)
    for await (const { groups } of byCustomer(inside, { where: placed(known, from, until), measures })) {
      const [{ first = 0, next = 0 } = {}] = groups
      rows += Number(first) + Number(next)
      if (Number(first) === 0) continue
      buyers++
      if (Number(next) > 0) kept++
    }
  return explain(rateOf(kept, buyers), {
    of: customersDefinitions.retention,
    asOf: known.asOf,
    zone: inside.zone,
    rows,
    excluded: await leftOut(inside, placed(all, from, until), currency),
    warnings: notOver(to, until, known.until),
    records: { entity: 'order', where: placed(known, from, to) },
  })
}
