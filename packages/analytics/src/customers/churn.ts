import type { Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import { rateOf } from '../explained/figure.ts'
import type { Inside } from '../inside.ts'
import { instantOf, type Window, windowOf } from '../period/window.ts'
import { byCustomer } from '../purchases/by-customer.ts'
import { knownBy, placed, type Scope } from '../purchases/scope.ts'
import { leftOut } from './amounts.ts'
import { customersDefinitions } from './definitions.ts'

/** Who was active: who bought from a moment on, or within a duration before the period. */
export type Active = { readonly from: string } | { readonly within: string }

/** Churn: of those who were active before a period, who did not buy in it. */
export async function churn(inside: Inside, asked: Window & Scope & { readonly active: Active }) {
  const { currency, ...rest } = asked
  const [known, all] = [knownBy(inside, asked), knownBy(inside, rest)]
  const { from, to } = windowOf(asked, inside)
  const since = 'from' in asked.active ? asked.active.from : inside.add(asked.from, `-${asked.active.within}`)
  const path = 'from' in asked.active ? 'active.from' : 'active.within'
  const active = windowOf({ from: instantOf(since, inside), to: from }, inside, path)
  // Of a period that has not begun nobody knows who stays away.
  const begun = from < known.until
  let [customers, lost, rows] = [0, 0, 0]
  const measures = {
    before: { fn: 'count', where: { placedAt: { lt: from } } },
    within: { fn: 'count', where: { placedAt: { gte: from } } },
  } as const
  const where = placed(known, active.from, to)
  if (begun)
    for await (const { groups } of byCustomer(inside, { where, measures })) {
      const [{ before = 0, within = 0 } = {}] = groups
      rows += Number(before) + Number(within)
      if (Number(before) === 0) continue
      customers++
      if (Number(within) === 0) lost++
    }
  return explain(rateOf(lost, customers), {
    of: customersDefinitions.churn,
    asOf: known.asOf,
    zone: inside.zone,
    rows,
    excluded: await leftOut(inside, placed(all, active.from, to), currency),
    warnings: notOver(from, to, known.until),
    records: { entity: 'order', where: placed(known, active.from, from) },
  })
}

/** What is not known yet of a period. */
export function notOver(from: string, to: string, until: string): readonly Warning[] {
  if (from >= until) return [{ code: 'period_not_begun', from }]
  return to > until ? [{ code: 'period_not_over', until: to }] : []
}
