import { localDate, type Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import { rateOf } from '../explained/figure.ts'
import type { Inside } from '../inside.ts'
import { adjusted, chiSquared, compareRates } from '../math/index.ts'
import { type Window, windowOf } from '../period/window.ts'
import { byCustomer, type CustomerGroups } from '../purchases/by-customer.ts'
import { knownBy, placed, type Scope } from '../purchases/scope.ts'
import { leftOut } from './amounts.ts'
import { notOver } from './churn.ts'
import { customersDefinitions } from './definitions.ts'

interface Asked extends Window, Scope {
  readonly rate: 'repurchase' | 'retention'
  /** For retention: the end of the next period. */
  readonly until?: string | undefined
  readonly by: 'region' | 'owner'
  readonly groups?: readonly string[] | undefined
  readonly level: number
}

/** So many groups are set against each other, each against each. */
const most = 20

/** Whether groups of customers buy again at different rates. */
export async function compareGroups(inside: Inside, asked: Asked) {
  const { currency, until: last, by, level, ...rest } = asked
  const [known, all] = [knownBy(inside, asked), knownBy(inside, rest)]
  const { from, to } = windowOf(asked, inside)
  const until = asked.rate === 'repurchase' ? to : windowOf({ from: to, to: last ?? '' }, inside, 'until').to
  const where = placed(known, from, until)
  const counts = new Map((asked.groups ?? []).map((key) => [key, { num: 0, den: 0 }]))
  const left = { none: 0, others: 0 }
  let rows = 0
  const begun = asked.rate === 'repurchase' || to < known.until
  const field = by === 'owner' ? 'ownerId' : 'region'
  if (begun)
    for await (const { groups } of byCustomer(inside, { where, groupBy: { key: field }, measures: measuresOf(to) })) {
      const buyer = buyerOf(groups, asked.rate, inside)
      if (buyer === null) continue
      rows += buyer.n
      if (buyer.key === null) left.none++
      else if (asked.groups !== undefined && !asked.groups.includes(buyer.key)) left.others++
      else {
        const count = counts.get(buyer.key) ?? { num: 0, den: 0 }
        counts.set(buyer.key, { num: count.num + (buyer.again ? 1 : 0), den: count.den + 1 })
      }
    }
  const found = [...counts].map(([key, { num, den }]) => ({ key, ...rateOf(num, den, level) }))
  // The better one stands first, unless they were named.
  if (asked.groups === undefined) found.sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || (a.key < b.key ? -1 : 1))
  const warnings: Warning[] = [...notOver(asked.rate === 'repurchase' ? from : to, until, known.until)]
  if (found.length > most) warnings.push({ code: 'pairs_left_out', groups: found.length })
  const { statistic, df, p, verdict } = chiSquared(
    found.map(({ num, den }) => [num, den - num]),
    level,
  )
  const pairs = found.length > most ? [] : pairsOf(found, level)
  return explain(
    {
      rate: asked.rate,
      groups: found,
      test: { method: 'chi-squared' as const, statistic, df, p, level, verdict },
      pairs,
    },
    {
      of: customersDefinitions.compareGroups,
      asOf: known.asOf,
      zone: inside.zone,
      rows,
      excluded: {
        ...(await leftOut(inside, placed(all, from, until), currency)),
        [`customers_without_${by}`]: left.none,
        customers_of_other_groups: left.others,
      },
      warnings,
      records: { entity: 'order', where: placed(known, from, to) },
    },
  )
}

const measuresOf = (to: string) => {
  const first = { placedAt: { lt: to } }
  return {
    n: { fn: 'count', where: first },
    next: { fn: 'count', where: { placedAt: { gte: to } } },
    first: { fn: 'min', field: 'placedAt', where: first },
    last: { fn: 'max', field: 'placedAt', where: first },
  } as const
}

/** A customer who bought in the period: the group of his first order that has one, and whether he bought again. */
function buyerOf(groups: CustomerGroups['groups'], rate: Asked['rate'], inside: Inside) {
  const bought = groups.filter(({ n }) => Number(n) > 0)
  const [earliest] = bought.toSorted((a, b) => order(a.first, b.first))
  if (earliest === undefined) return null
  const [own] = bought
    .filter(({ key }) => key !== null)
    .toSorted((a, b) => order(a.first, b.first) || order(a.key, b.key))
  const latest =
    bought
      .map(({ last }) => String(last))
      .sort()
      .at(-1) ?? ''
  const again =
    rate === 'repurchase'
      ? onTwoDays(String(earliest.first), latest, inside)
      : groups.some(({ next }) => Number(next) > 0)
  return {
    key: own === undefined ? null : String(own.key),
    again,
    n: bought.reduce((sum, { n }) => sum + Number(n), 0),
  }
}

/** Longer than any day, also one on which a clock is put back. */
const longest = 48 * 3_600_000

/** Whether two instants lie on different days of the zone. */
function onTwoDays(first: string, last: string, { zone }: Pick<Inside, 'zone'>): boolean {
  if (first === last) return false
  const [from, to] = [Date.parse(first), Date.parse(last)]
  return to - from > longest || localDate(from, zone) !== localDate(to, zone)
}

const order = (a: unknown, b: unknown) => (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0)

/** Every group against every one behind it. */
function pairsOf(
  groups: readonly { readonly key: string; readonly num: number; readonly den: number }[],
  level: number,
) {
  const keys = groups.flatMap((a, i) => groups.slice(i + 1).map((b) => [a, b] as const))
  return adjusted(keys.map(([a, b]) => ({ a, b, ...compareRates(a, b, level) }))).map(
    ({ a, b, method, ci, p, pAdjusted, verdict }) => {
      // Whole numbers as long as possible, so that half of a half is a half.
      const gain = a.num * b.den - b.num * a.den
      const known = a.den > 0 && b.den > 0
      return {
        a: a.key,
        b: b.key,
        absolute: known ? gain / (a.den * b.den) : null,
        points: known ? (100 * gain) / (a.den * b.den) : null,
        relative: known && b.num > 0 ? gain / (b.num * a.den) : null,
        interval: ci === null ? null : ([ci[0], ci[1]] as [number, number]),
        p,
        pAdjusted,
        level,
        verdict,
        method,
      }
    },
  )
}
