import { localDate } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import { rateOf } from '../explained/figure.ts'
import type { Inside } from '../inside.ts'
import { quantiles } from '../math/index.ts'
import { type Window, windowOf } from '../period/window.ts'
import { byCustomer, type OrderWhere } from '../purchases/by-customer.ts'
import { knownBy, placed, type Scope } from '../purchases/scope.ts'
import { leftOut } from './amounts.ts'
import { dayNumber } from './calendar.ts'
import { notOver } from './churn.ts'
import { customersDefinitions } from './definitions.ts'

/** Repurchase: of those who bought in a period, who bought on another day of it as well. */
export async function repurchase(inside: Inside, asked: Window & Scope & { readonly quantiles: readonly number[] }) {
  const { currency, ...rest } = asked
  const [known, all] = [knownBy(inside, asked), knownBy(inside, rest)]
  const { from, to } = windowOf(asked, inside)
  const where = placed(known, from, to)
  const told = asked.quantiles.length > 0
  const { buyers, again, rows, gaps } = await (told ? days(inside, where) : ends(inside, where))
  const { values, n, method } = quantiles(gaps, asked.quantiles)
  const between = { method, n, days: asked.quantiles.map((p, i) => ({ p, value: values[i] ?? null })) }
  return explain(
    { ...rateOf(again, buyers), gaps: told ? between : null },
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

/** Every purchase day of every customer, for the days between them. */
async function days(inside: Inside, where: OrderWhere) {
  let [buyers, again, rows] = [0, 0, 0]
  const gaps: number[] = []
  const groupBy = { day: { field: 'placedAt', bucket: 'day' } } as const
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
  return { buyers, again, rows, gaps }
}

/** The first and the last purchase tell whether there are two days. */
async function ends(inside: Inside, where: OrderWhere) {
  let [buyers, again, rows] = [0, 0, 0]
  for await (const { groups } of byCustomer(inside, { where, measures: firstAndLast })) {
    const [{ first = null, last = null, n = 0 } = {}] = groups
    buyers++
    rows += Number(n)
    if (onTwoDays(String(first), String(last), inside)) again++
  }
  return { buyers, again, rows, gaps: [] }
}

export const firstAndLast = {
  first: { fn: 'min', field: 'placedAt' },
  last: { fn: 'max', field: 'placedAt' },
  n: { fn: 'count' },
} as const

/** Longer than any day, also one on which a clock is put back or a date line crossed. */
const longest = 48 * 3_600_000

/** Whether two instants lie on different days of the zone. */
export function onTwoDays(first: string, last: string, { zone }: Pick<Inside, 'zone'>): boolean {
  if (first === last) return false
  const [from, to] = [Date.parse(first), Date.parse(last)]
  return to - from > longest || localDate(from, zone) !== localDate(to, zone)
}
