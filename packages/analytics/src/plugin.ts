import { definePlugin } from '@guanxi/core'
import { goal } from './change/entities.ts'
import { handlersOf } from './handlers.ts'
import { ownMeasures } from './measures/own.ts'
import { migrations } from './migrations/index.ts'
import { operations } from './operations.ts'
import type { AnalyticsOptions } from './options.ts'
import { orderFields } from './order/fields.ts'
import { regionHooks } from './order/region.ts'
import { commissionEntry, commissionPlan, quota } from './people/entities.ts'
import { peopleErrors } from './people/errors.ts'
import { rollups } from './purchases/rollups.ts'
import { roles } from './roles.ts'
import type { AnalyticsTypes } from './types.ts'

/**
 * Analytics.
 *
 * @example
 * const crm = createCrm({ storage: sqlite('app.db'), plugins: [analytics()], zone: 'Asia/Shanghai' })
 * await crm.migrate()
 */
export const analytics = (options: AnalyticsOptions = {}) =>
  definePlugin<AnalyticsTypes>({
    id: 'analytics',
    version: '0.8.0',
    entities: [quota, commissionPlan, commissionEntry, goal],
    extend: { order: orderFields },
    operations,
    handlers: handlersOf(options),
    hooks: { order: regionHooks },
    rollups,
    measures: ownMeasures,
    errors: peopleErrors,
    roles,
    migrations,
  })
