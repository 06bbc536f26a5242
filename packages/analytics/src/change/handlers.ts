import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { AnalyticsTypes } from '../types.ts'
import { beforeAfter } from './before-after.ts'
import { compare } from './compare.ts'
import { durations } from './durations.ts'
import { goalProgress } from './goal-progress.ts'
import type { changeOperations } from './operations.ts'
import { satisfaction } from './satisfaction.ts'

type Handlers = HandlersOf<CoreTypes & AnalyticsTypes, { analytics: typeof changeOperations }>

export const changeHandlers: Handlers['analytics'] = {
  compare,
  durations,
  satisfaction,
  goalProgress,
  beforeAfter,
}
