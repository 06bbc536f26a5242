import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { AnalyticsTypes } from '../types.ts'
import { adoption } from './adoption.ts'
import { commissions, ownCommissions } from './ledger.ts'
import type { peopleOperations } from './operations.ts'
import { performance } from './performance.ts'
import { settleCommissions } from './settle.ts'

type Handlers = HandlersOf<CoreTypes & AnalyticsTypes, { analytics: typeof peopleOperations }>

export const peopleHandlers: Handlers['analytics'] = {
  performance,
  settleCommissions,
  commissions,
  ownCommissions,
  adoption,
}
