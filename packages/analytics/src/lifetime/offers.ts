import type { CoreTypes, Groups, Where } from '@guanxi/core'
import * as z from 'zod'
import { type RateFigure, rateOf } from '../explained/figure.ts'
import type { Inside } from '../inside.ts'
import type { Customer } from '../purchases/by-customer.ts'
import type { Known } from '../purchases/scope.ts'
import type { AnalyticsTypes } from '../types.ts'

type Types = CoreTypes & AnalyticsTypes

/** Offers that the host counted itself. */
export interface OfferRow {
  readonly offer: string
  readonly sent: number
  readonly responded: number
}

/** Offers that are written down as activities. */
export interface OffersFrom {
  readonly field: string
  readonly responded: Readonly<Record<string, unknown>>
}

export const offerRowShape = () =>
  z.strictObject({ offer: z.string().min(1), sent: z.int().min(0), responded: z.int().min(0) })

export const offersFromShape = () =>
  z.strictObject({
    /** The field of activities that names the offer: a tenant's own, `custom.offer`. */
    field: z.string().min(1),
    /** Which of these activities were answered: `{ outcome: 'accepted' }`. */
    responded: z.record(z.string(), z.unknown()),
  })

/** How many of the activities that name an offer were answered, by offer. */
export async function offersOf(
  { crm, checkQuery }: Inside,
  { until }: Known,
  customer: Customer | undefined,
  { field, responded }: OffersFrom,
): Promise<{ offer: string; response: RateFigure }[]> {
  const own = 'custom.'
  const there = { isNull: false }
  const named = field.startsWith(own) ? { custom: { [field.slice(own.length)]: there } } : { [field]: there }
  checkQuery('activity', { where: { and: [named, responded] } })
  const his = customer === undefined ? {} : { [customer.kind === 'company' ? 'companyId' : 'contactId']: customer.id }
  const rows = await crm.activities.aggregate({
    where: { and: [his, { at: { lt: until } }, named] } as Where<Types, 'activity'>,
    groupBy: { offer: field } as Groups<Types, 'activity'>,
    measures: {
      sent: { fn: 'count' },
      responded: { fn: 'count', where: responded as Where<Types, 'activity'> },
    },
  })
  return rows.map((row) => ({ offer: String(row.offer), response: rateOf(row.responded, row.sent) }))
}
