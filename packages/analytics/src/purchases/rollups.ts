import type { CoreTypes } from '@guanxi/core'
import { defineRollup, type Rollup } from '@guanxi/core'
import type { AnalyticsTypes } from '../types.ts'

type Types = CoreTypes & AnalyticsTypes

const sums = { total: { fn: 'sum', field: 'total' }, refunded: { fn: 'sum', field: 'refunded' } } as const

/** What customers bought on each day: all that is told of single customers is read from it. */
const purchaseDays = defineRollup<Types>({
  name: 'purchaseDays',
  entity: 'order',
  groupBy: {
    companyId: 'companyId',
    contactId: 'contactId',
    day: { field: 'placedAt', bucket: 'day' },
    ownerId: 'ownerId',
    currency: 'currency',
  },
  measures: sums,
  indexes: [
    ['companyId', 'day'],
    ['contactId', 'day'],
  ],
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
})

export const rollups: readonly Rollup[] = [purchaseDays, salesMonths]
