import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { AnalyticsTypes } from '../types.ts'
import { lifetimeValue } from './lifetime-value.ts'
import type { lifetimeOperations } from './operations.ts'
import { purchaseSummary } from './purchase-summary.ts'

type Handlers = HandlersOf<CoreTypes & AnalyticsTypes, { analytics: typeof lifetimeOperations }>

export const lifetimeHandlers: Handlers['analytics'] = {
  purchaseSummary,
  lifetimeValue,
}
