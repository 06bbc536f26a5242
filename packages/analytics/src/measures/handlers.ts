import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { AnalyticsTypes } from '../types.ts'
import type { measuresOperations } from './operations.ts'
import { query } from './query.ts'

type Handlers = HandlersOf<CoreTypes & AnalyticsTypes, { analytics: typeof measuresOperations }>

export const measuresHandlers: Handlers['analytics'] = {
  query,
}
