import type { CoreTypes } from './entities/index.ts'
import { type MeasureDefinition, type MeasureIR, measure } from './measure/index.ts'
import type { HasEntities } from './schema/index.ts'

/**
 * Defines a figure by a name and a version: what is counted or added, of which records, and by which instant a record falls into a
 * period. List it under `measures`, of a plugin or of `createCrm`; `@guanxi/analytics` asks for it by its name.
 *
 * @example
 * const revenue = defineMeasure({
 *   name: 'orders.revenue',
 *   summary: 'What was sold, before refunds.',
 *   entity: 'order',
 *   at: 'placedAt',
 *   of: { fn: 'sum', field: 'total' },
 * })
 * const crm = createCrm({ storage, measures: [revenue] })
 * console.log(crm.describe().measures.map(({ name }) => name)) // ['orders.revenue']
 */
export const defineMeasure = <T extends HasEntities = CoreTypes>(definition: MeasureDefinition<T>): MeasureIR =>
  measure<T>(definition)
