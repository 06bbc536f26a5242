import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { AnalyticsTypes } from '../types.ts'
import { closings } from './closings.ts'
import { cycle } from './cycle.ts'
import { pipelineForecast } from './forecast/pipeline-forecast.ts'
import { funnel } from './funnel.ts'
import { matchProducts } from './match-products.ts'
import type { pipelineOperations } from './operations.ts'
import { revenueEstimate } from './revenue-estimate.ts'
import { stageDurations } from './stage-durations.ts'
import { survival } from './survival.ts'
import { winRate } from './win-rate.ts'

type Handlers = HandlersOf<CoreTypes & AnalyticsTypes, { analytics: typeof pipelineOperations }>

export const pipelineHandlers: Handlers['analytics'] = {
  funnel,
  stageDurations,
  survival,
  cycle,
  winRate,
  closings,
  revenueEstimate,
  pipelineForecast,
  matchProducts,
}
