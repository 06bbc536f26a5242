import { invalid, type Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import { dayNumber } from '../period/grain.ts'
import { dayOf, instantOf } from '../period/window.ts'
import { knownBy, placed, type Scope } from '../purchases/scope.ts'
import { amountOf, ever, leftOut } from './amounts.ts'
import { customersDefinitions } from './definitions.ts'
import { givenBackByCustomer } from './given-back.ts'
import { cellsOf, pageOf, type Row, rowsOf, type Scheme, scored } from './rfm-rows.ts'

interface Asked extends Scope {
  readonly from?: string | undefined
  readonly scheme: Scheme
  readonly frequency: 'days' | 'orders'
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

/** Recency, frequency and value of customers, scored. */
export async function rfm(inside: Inside, asked: Asked) {
  const { currency, from, ...rest } = asked
  const [known, all] = [knownBy(inside, asked), knownBy(inside, rest)]
  const since = from === undefined ? undefined : instantOf(from, inside)
  if (since !== undefined && since >= known.until) throw invalid('from', 'is not before asOf')
  const within = (of: typeof known) => (since === undefined ? ever(of, of.until) : placed(of, since))
  const { rows: orders, currency: one } = await amountOf(inside, within(known))
  const warnings: Warning[] = []
  const found: Row[] = []
  if (one !== null) {
    const later = await givenBackByCustomer(inside, known, { where: within(known), currency: one })
    if (later.hidden) warnings.push({ code: 'refunds_until_now' })
    for await (const row of rowsOf(inside, { and: [within(known), { currency: one }] }, asked.frequency))
      found.push({ ...row, monetary: row.monetary + later.of(row.customer) })
  }
  found.sort((a, b) => (a.key < b.key ? -1 : 1))
  const scores = scored(found, asked.scheme, dayNumber(dayOf(known.asOf, inside)))
  const { page, next } = pageOf(found, asked)
  const rows = page.map(({ row: { customer, last, frequency, monetary }, at }) => {
    const { r = 0, f = 0, m = 0 } = scores[at] ?? {}
    return { customer, lastDay: last, frequency, monetary, r, f, m }
  })
  return explain(
    { n: found.length, currency: one, rows, next, cells: cellsOf(scores) },
    {
      of: customersDefinitions.rfm,
      asOf: known.asOf,
      zone: inside.zone,
      rows: orders,
      excluded: await leftOut(inside, within(all), currency),
      warnings,
      records: { entity: 'order', where: within(known) },
    },
  )
}
