import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { AnalyticsTypes } from '../types.ts'
import type { customersOperations } from './operations.ts'
import { retention } from './retention.ts'

type Handlers = HandlersOf<CoreTypes & AnalyticsTypes, { analytics: typeof customersOperations }>

export const customersHandlers: Handlers['analytics'] = {
  retention,
}
