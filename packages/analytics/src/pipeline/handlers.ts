import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { AnalyticsTypes } from '../types.ts'
import type { pipelineOperations } from './operations.ts'

type Handlers = HandlersOf<CoreTypes & AnalyticsTypes, { analytics: typeof pipelineOperations }>

export const pipelineHandlers: Handlers['analytics'] = {}
