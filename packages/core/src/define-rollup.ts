import type { CoreTypes } from './entities/index.ts'
import { type Rollup, type RollupDefinition, rollup } from './rollup/index.ts'
import type { HasEntities } from './schema/index.ts'

/**
 * Defines figures of groups of records that are kept by the writes, in their transactions: reading them takes as long as there
 * are groups, however many records there are. `aggregate` and `board` use it by themselves where it has what they ask for, and
 * the actor's rights are expressible in its keys. List it under `rollups`, of a plugin or of `createCrm`.
 *
 * @example
 * const revenue = defineRollup({
 *   name: 'revenueByMonth',
 *   entity: 'order',
 *   groupBy: { month: { field: 'placedAt', bucket: 'month', timeZone: 'Asia/Shanghai' }, owner: 'ownerId', currency: 'currency' },
 *   measures: { revenue: { fn: 'sum', field: 'total' } },
 * })
 * const crm = createCrm({ storage, rollups: [revenue] })
 * const { draft } = await crm.migrate({ dryRun: true }) // the steps that make its table, for a migration
 */
export const defineRollup = <T extends HasEntities = CoreTypes>(definition: RollupDefinition<T>): Rollup =>
  rollup<T>(definition)
