import type { Inside } from '../inside.ts'
import { type RfmScores, type RfmThresholds, rfmByRank, rfmByThresholds } from '../math/index.ts'
import { dayNumber } from '../period/grain.ts'
import { byCustomer, type Customer, type OrderWhere } from '../purchases/by-customer.ts'
import { net } from './amounts.ts'

export type Scheme =
  | { readonly by: 'rank'; readonly k: number }
  | ({ readonly by: 'thresholds' } & Omit<RfmThresholds, 'asOf'>)

/** A customer's purchases, in what is scored. */
export interface Row {
  /** His place among all: by his id, and by his kind where a company and a contact have the same one. */
  readonly key: string
  readonly customer: Customer
  /** The last purchase day. */
  readonly last: string
  readonly frequency: number
  readonly monetary: number
}

const measures = {
  n: { fn: 'count' },
  total: { fn: 'sum', field: 'total' },
  refunded: { fn: 'sum', field: 'refunded' },
} as const
const groupBy = { day: { field: 'placedAt', bucket: 'day' } } as const

/** Customers one after another. */
export async function* rowsOf(inside: Inside, where: OrderWhere, frequency: 'days' | 'orders'): AsyncGenerator<Row> {
  for await (const { customer, groups } of byCustomer(inside, { where, groupBy, measures }))
    yield {
      key: `${customer.id} ${customer.kind}`,
      customer,
      last: String(groups.at(-1)?.day),
      frequency: frequency === 'days' ? groups.length : groups.reduce((sum, { n }) => sum + Number(n), 0),
      monetary: groups.reduce((sum, group) => sum + net(group), 0),
    }
}

/** The scores of rows, in their order. */
export function scored(rows: readonly Row[], scheme: Scheme, asOf: number): readonly RfmScores[] {
  const inputs = rows.map(({ key, last, ...row }) => ({ ...row, id: key, lastDay: dayNumber(last) }))
  if (scheme.by === 'rank') return rfmByRank(inputs, scheme.k)
  const { r, f, m } = scheme
  return rfmByThresholds(inputs, { asOf, r, f, m })
}

/** A page of the rows, which are in the order of their keys. */
export function pageOf(
  rows: readonly Row[],
  { after, limit = rows.length }: { after?: string | undefined; limit?: number | undefined },
) {
  const found = after === undefined ? 0 : rows.findIndex(({ key }) => key > after)
  const from = found === -1 ? rows.length : found
  const page = rows.slice(from, from + limit).map((row, i) => ({ row, at: from + i }))
  const next = from + page.length < rows.length ? (page.at(-1)?.row.key ?? after ?? null) : null
  return { page, next }
}

/** How many customers have the same scores; where nobody has them, nothing is told. */
export function cellsOf(scores: readonly RfmScores[]) {
  const cells = new Map<string, { r: number; f: number; m: number; customers: number }>()
  for (const { r, f, m } of scores) {
    const key = `${r} ${f} ${m}`
    const cell = cells.get(key) ?? { r, f, m, customers: 0 }
    cell.customers++
    cells.set(key, cell)
  }
  return [...cells.values()].sort((a, b) => a.r - b.r || a.f - b.f || a.m - b.m)
}
