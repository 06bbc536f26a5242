import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { AnalyticsTypes } from '../types.ts'
import { acquisitionCost } from './acquisition-cost.ts'
import { churn } from './churn.ts'
import { cohorts } from './cohorts.ts'
import { compareGroups } from './compare-groups.ts'
import { concentration } from './concentration.ts'
import { oldCustomers } from './old-customers.ts'
import type { customersOperations } from './operations.ts'
import { repurchase } from './repurchase.ts'
import { retention } from './retention.ts'
import { rfm } from './rfm.ts'

type Handlers = HandlersOf<CoreTypes & AnalyticsTypes, { analytics: typeof customersOperations }>

export const customersHandlers: Handlers['analytics'] = {
  retention,
  churn,
  repurchase,
  oldCustomers,
  acquisitionCost,
  cohorts,
  rfm,
  concentration,
  compareGroups,
}
