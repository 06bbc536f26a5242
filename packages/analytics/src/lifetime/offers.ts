import type { CoreTypes, Groups, Where } from '@guanxi/core'
import { type RateFigure, rateOf } from '../explained/figure.ts'
import type { Inside } from '../inside.ts'
import type { Customer } from '../purchases/by-customer.ts'
import type { Known } from '../purchases/scope.ts'
import type { AnalyticsTypes } from '../types.ts'
import type { OffersFrom } from './offers-shape.ts'

type Types = CoreTypes & AnalyticsTypes

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
