import { type CreateOf, field, type RowOf } from '@guanxi/core'

/** What orders have beside the core's own. */
export const orderFields = {
  /** Where it was sold: that of its company when it was placed, unless told. What is told of a region stays when a customer moves. */
  region: field.string().optional().plain(),
}

export interface OrderFields extends RowOf<typeof orderFields> {}
export interface OrderInput extends CreateOf<typeof orderFields> {}
