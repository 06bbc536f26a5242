import type { CoreTypes, Where } from '@guanxi/core'
import type { AnalyticsTypes } from '../types.ts'

type Types = CoreTypes & AnalyticsTypes
export type Customers = 'company' | 'contact'
/** What fits both: a filter of companies names nothing that contacts have not. */
export type CustomerWhere = Where<Types, 'company'> & Where<Types, 'contact'>

/** Where nobody is reached by anything. */
export const missingContact: CustomerWhere = { points: { none: {} } }

export const noOwner: CustomerWhere = { ownerId: null }

/** Where nothing has happened since. */
export const staleSince = (since: string): CustomerWhere => ({
  updatedAt: { lt: since },
  activities: { none: { at: { gte: since } } },
  orders: { none: { placedAt: { gte: since } } },
  deals: { none: { updatedAt: { gte: since } } },
})
