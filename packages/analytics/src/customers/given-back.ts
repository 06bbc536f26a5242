import { isCrmError } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import type { Grain } from '../period/grain.ts'
import type { Customer, OrderWhere } from '../purchases/by-customer.ts'
import type { Known } from '../purchases/scope.ts'

/** As many groups as an aggregate answers. */
const mostGroups = 10_000

/** By what orders are told apart. */
export type Key = 'companyId' | 'contactId' | 'region' | 'ownerId'

interface Asked {
  readonly where: OrderWhere
  readonly currency: string
  /** Also by the period in which the order was placed. */
  readonly bucket?: Grain | undefined
}

/** What was given back from `asOf` on: it is in the sums of the orders, and was not known then. */
export interface GivenBack {
  of(key: unknown, period?: unknown): number
  /** The actor may not read refunds: sums are net of all that was given back until now. */
  readonly hidden: boolean
}

/** What was given back from `asOf` on, by a key of the orders. Nothing where that is now. */
export async function givenBackBy(inside: Inside, { asOf }: Known, key: Key, asked: Asked): Promise<GivenBack> {
  return collected(asOf >= inside.now ? undefined : refunds(inside, asOf, key, asked))
}

/** The same by the period of the order alone, of all customers together. */
export async function givenBackByPeriod(inside: Inside, { asOf }: Known, asked: Asked & { readonly bucket: Grain }) {
  const { of, hidden } = await collected(asOf >= inside.now ? undefined : refundsByPeriod(inside, asOf, asked))
  return { of: (period: unknown) => of(null, period), hidden }
}

/** The same by customer. */
export async function givenBackByCustomer(inside: Inside, known: Known, asked: Asked) {
  const company = await givenBackBy(inside, known, 'companyId', asked)
  const contact = await givenBackBy(inside, known, 'contactId', asked)
  return {
    of: ({ kind, id }: Customer, period?: unknown) => (kind === 'company' ? company : contact).of(id, period),
    hidden: company.hidden || contact.hidden,
  }
}

interface Row {
  readonly value: unknown
  readonly period: unknown
  readonly amount: number
}

async function collected(rows: AsyncIterable<Row> | undefined): Promise<GivenBack> {
  const amounts = new Map<string, number>()
  const of = (value: unknown, period: unknown = '') => amounts.get(spell(value, period)) ?? 0
  if (rows === undefined) return { of, hidden: false }
  try {
    for await (const { value, period, amount } of rows) amounts.set(spell(value, period), amount)
    return { of, hidden: false }
  } catch (error) {
    if (isCrmError(error, 'FORBIDDEN')) return { of, hidden: true }
    throw error
  }
}

const spell = (value: unknown, period: unknown) => `${value} ${period}`

async function* refundsByPeriod({ crm }: Inside, asOf: string, asked: Asked & { readonly bucket: Grain }) {
  const { where, currency, bucket } = asked
  const rows = await crm.refunds.aggregate({
    where: { at: { gte: asOf }, currency, order: { is: { and: [where, { currency }] } } },
    groupBy: { period: { path: ['order', 'placedAt'], bucket } },
    measures: { amount: { fn: 'sum', field: 'amount' } },
  })
  for (const { period, amount } of rows) yield { value: null, period, amount }
}

async function* refunds({ crm }: Inside, asOf: string, key: Key, { where, currency, bucket }: Asked) {
  // The contact of a company's order is not its customer.
  const own: OrderWhere = { and: [where, { currency }, ...(key === 'contactId' ? [{ companyId: null }] : [])] }
  const period = bucket === undefined ? {} : { period: { path: ['order', 'placedAt'], bucket } as const }
  for (let past: OrderWhere = {}; ; ) {
    const rows = await crm.refunds.aggregate({
      where: { at: { gte: asOf }, currency, order: { is: { and: [own, past] } } },
      groupBy: { value: { path: ['order', key] }, ...period },
      measures: { amount: { fn: 'sum', field: 'amount' } },
      orderBy: { value: 'asc' },
      limit: mostGroups,
    })
    const full = rows.length === mostGroups
    const last = rows.at(-1)?.value
    // Of the last one there may be more periods: he comes first in the next page.
    const whole = full && bucket !== undefined ? rows.filter(({ value }) => value !== last) : rows
    for (const { value, amount, ...row } of whole) yield { value, amount, period: 'period' in row ? row.period : '' }
    if (!full) return
    past = { [key]: { gt: String(whole.at(-1)?.value) } }
  }
}
