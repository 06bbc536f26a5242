import { isCrmError } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import type { Customer, OrderWhere } from '../purchases/by-customer.ts'
import type { Known } from '../purchases/scope.ts'
import type { PeriodName } from './calendar.ts'

/** As many groups as an aggregate answers. */
const mostGroups = 10_000

/** By what orders are told apart. */
export type Key = 'companyId' | 'contactId' | 'region' | 'ownerId'

interface Asked {
  readonly where: OrderWhere
  readonly currency: string
  /** Also by the period in which the order was placed. */
  readonly bucket?: PeriodName | undefined
}

/** What was given back from `asOf` on: it is in the sums of the orders, and was not known then. */
export interface GivenBack {
  of(key: unknown, period?: unknown): number
  /** The actor may not read refunds: sums are net of all that was given back until now. */
  readonly hidden: boolean
}

/** What was given back from `asOf` on, by a key of the orders. Nothing where that is now. */
export async function givenBackBy(inside: Inside, { asOf }: Known, key: Key, asked: Asked): Promise<GivenBack> {
  const amounts = new Map<string, number>()
  const of = (value: unknown, period: unknown = '') => amounts.get(spell(value, period)) ?? 0
  if (asOf >= inside.now) return { of, hidden: false }
  try {
    for await (const { value, period, amount } of refunds(inside, asOf, key, asked))
      amounts.set(spell(value, period), amount)
    return { of, hidden: false }
  } catch (error) {
    if (isCrmError(error, 'FORBIDDEN')) return { of, hidden: true }
    throw error
  }
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

const spell = (value: unknown, period: unknown) => `${value} ${period}`

async function* refunds({ crm }: Inside, asOf: string, key: Key, { where, currency, bucket }: Asked) {
  // The contact of a company's order is not its customer.
  const own: OrderWhere = { and: [where, { currency }, ...(key === 'contactId' ? [{ companyId: null }] : [])] }
  const period = bucket === undefined ? {} : { period: { path: ['order', 'placedAt'], bucket } as const }
  for (let past: OrderWhere = { [key]: { ne: null } }; ; ) {
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
