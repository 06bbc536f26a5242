import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { AnalyticsTypes } from '../types.ts'
import type { changeOperations } from './operations.ts'

type Handlers = HandlersOf<CoreTypes & AnalyticsTypes, { analytics: typeof changeOperations }>

export const changeHandlers: Handlers['analytics'] = {}
