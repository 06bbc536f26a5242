import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { AnalyticsTypes } from '../types.ts'
import type { peopleOperations } from './operations.ts'

type Handlers = HandlersOf<CoreTypes & AnalyticsTypes, { analytics: typeof peopleOperations }>

export const peopleHandlers: Handlers['analytics'] = {}
