import type { CoreTypes } from '@guanxi/core'
import { defineRollup, type Rollup } from '@guanxi/core'
import type { AnalyticsTypes } from '../types.ts'

type Types = CoreTypes & AnalyticsTypes

const sums = { total: { fn: 'sum', field: 'total' }, refunded: { fn: 'sum', field: 'refunded' } } as const

/** Whose purchase it was, and who sold it. */
const whose = { companyId: 'companyId', contactId: 'contactId', ownerId: 'ownerId', currency: 'currency' } as const

/** What customers bought on each day: all that is told of single customers is read from it, and from its indexes alone. */
const purchaseDays = defineRollup<Types>({
  name: 'purchaseDays',
  entity: 'order',
  groupBy: { ...whose, day: { field: 'placedAt', bucket: 'day' } },
  measures: sums,
  covering: [
    ['companyId', 'day', 'contactId', 'rows', 'total', 'refunded', 'ownerId', 'currency'],
    ['contactId', 'day', 'companyId', 'rows', 'total', 'refunded', 'ownerId', 'currency'],
  ],
})

/** In which months customers bought: one cell has all of them, for cohorts look at everybody. */
const purchaseMonths = defineRollup<Types>({
  name: 'purchaseMonths',
  entity: 'order',
  groupBy: whose,
  measures: { months: { fn: 'list', field: 'placedAt', bucket: 'month' } },
  // Of persons, companies are missing: one index has both in order.
  covering: [['companyId', 'contactId', 'rows', 'months', 'ownerId', 'currency']],
})

/** What was sold in each month, by region and owner. */
const salesMonths = defineRollup<Types>({
  name: 'salesMonths',
  entity: 'order',
  groupBy: {
    month: { field: 'placedAt', bucket: 'month' },
    region: 'region',
    ownerId: 'ownerId',
    currency: 'currency',
  },
  measures: sums,
  // In the order of the groups, and with all that is added up.
  covering: [['month', 'region', 'currency', 'ownerId', 'rows', 'total', 'refunded']],
})

/** The same for who may see everybody's: a few hundred cells. */
const regionMonths = defineRollup<Types>({
  name: 'regionMonths',
  entity: 'order',
  groupBy: { month: { field: 'placedAt', bucket: 'month' }, region: 'region', currency: 'currency' },
  measures: sums,
})

export const rollups: readonly Rollup[] = [purchaseDays, purchaseMonths, salesMonths, regionMonths]
