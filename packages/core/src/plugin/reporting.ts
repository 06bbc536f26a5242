import type { Answer, CallOptions } from '../operation/index.ts'
import type { Where } from '../query/index.ts'
import type { HasEntities, NameIn } from '../schema/index.ts'

/**
 * What entities with amounts in the report currency have too.
 *
 * @example
 * const { count } = await me.orders.reconvert({ where: { placedAt: { gte: '2026-01-01T00:00:00Z' } } })
 * const again = (orders: Reporting<CoreTypes, 'order'>) => orders.reconvert({ where: {} })
 */
export interface Reporting<T extends HasEntities, E extends NameIn<T>> {
  /**
   * Converts the amounts of all records that match into the report currency again, at the rates that stand in the table
   * now. Nothing else does: a rate that is entered or corrected leaves alone what is stored. In chunks of 1,000.
   */
  reconvert<O extends CallOptions = {}>(
    input: { where: Where<T, E> },
    options?: O,
  ): Promise<Answer<{ readonly count: number }, O>>
}
