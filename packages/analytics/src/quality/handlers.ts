import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { AnalyticsTypes } from '../types.ts'
import { completeness } from './completeness.ts'
import { dataQuality } from './data-quality.ts'
import type { qualityOperations } from './operations.ts'

type Handlers = HandlersOf<CoreTypes & AnalyticsTypes, { analytics: typeof qualityOperations }>

export const qualityHandlers: Handlers['analytics'] = {
  dataQuality,
  completeness,
}
