import { type CreateOf, field, type RowOf } from '@guanxi/core'

/** So many letters a region has at most: figures are kept by it, in an index. */
export const mostRegion = 255

/** What orders have beside the core's own. */
export const orderFields = {
  /** Where it was sold: that of its company when it was placed, unless told. What is told of a region stays when a customer moves. */
  region: field.string({ max: mostRegion }).optional().plain(),
}

/**
 * What an order has by analytics.
 *
 * @example
 * const soldIn = ({ region }: OrderFields) => region ?? 'nowhere'
 */
export interface OrderFields extends RowOf<typeof orderFields> {}

/**
 * What a creation of an order may say of it.
 *
 * @example
 * const there: OrderInput = { region: '华东' }
 */
export interface OrderInput extends CreateOf<typeof orderFields> {}
