import type { Context, CoreTypes } from '@guanxi/core'
import type { AnalyticsTypes } from './types.ts'

/** What handlers are given: `crm` is the actor's own, so that nothing counts that he may not read. */
export type Inside = Context<CoreTypes & AnalyticsTypes>
