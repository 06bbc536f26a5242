import type { PluginTypes } from '@guanxi/core'
import type { ChangeEntities } from './change/entities.ts'
import type { operations } from './operations.ts'
import type { OrderFields, OrderInput } from './order/fields.ts'
import type { PeopleEntities } from './people/entities.ts'

/**
 * What the plugin adds to the types of an instance.
 *
 * @example
 * const keptOf = async (me: Scope<CoreTypes & AnalyticsTypes>) =>
 *   (await me.analytics.retention({ from: '2024-01-01', to: '2025-01-01', until: '2026-01-01' })).data.value
 */
export interface AnalyticsTypes extends PluginTypes {
  entities: {
    order: { row: OrderFields; create: OrderInput }
  } & PeopleEntities &
    ChangeEntities
  operations: typeof operations
  events: {}
}
