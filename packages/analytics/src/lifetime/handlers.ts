import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { AnalyticsTypes } from '../types.ts'
import { churnRisk } from './churn-risk.ts'
import { habits } from './habits.ts'
import { lifetimeValue } from './lifetime-value.ts'
import { nextPurchase } from './next-purchase.ts'
import type { lifetimeOperations } from './operations.ts'
import { purchaseSummary } from './purchase-summary.ts'
import { salesForecast } from './sales-forecast.ts'
import { season } from './season.ts'
import type { RiskSignal } from './signals.ts'

type Handlers = HandlersOf<CoreTypes & AnalyticsTypes, { analytics: typeof lifetimeOperations }>

/** With the signals that the host has named. */
export const lifetimeHandlers = (signals: readonly RiskSignal[]): Handlers['analytics'] => ({
  purchaseSummary,
  lifetimeValue,
  nextPurchase,
  season,
  habits,
  salesForecast,
  churnRisk: churnRisk(signals),
})
