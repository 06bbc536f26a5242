import {
  type CreateOf,
  defineEntity,
  type EntityOf,
  field,
  type RowOf,
  reported,
  type System,
} from '../../schema/index.ts'

/** Money given back for an order. Its order says whose it is; the refunds of one never exceed its total. */
export const refund = defineEntity({
  name: 'refund',
  plural: 'refunds',
  fields: {
    externalId: field.string().optional().unique().plain(),
    orderId: field.ref('order'),
    /** Minor units of the order's currency. */
    amount: field.money({ min: 1 }),
    /** The order's. */
    currency: field.currency().generated(),
    /** At the rate of the day on which it was given. */
    ...reported({ reportAmount: 'amount' }),
    at: field.datetime(),
    reason: field.string().optional().pii(),
  },
  relations: { order: { to: 'order', via: 'orderId', inverse: 'refunds' } },
  indexes: [['orderId', 'at'], ['at']],
  reportedAt: 'at',
})

/**
 * Money given back for an order, in minor units of the order's currency. The refunds of one never exceed its total.
 *
 * @example
 * const { refunds } = await me.orders.get('o_1', { include: { refunds: true } })
 * const given = refunds.reduce((sum, { amount }: Refund) => sum + amount, 0)
 */
export interface Refund extends System, RowOf<typeof refund.fields> {}

/**
 * What a creation of a refund takes. More than the order came to is refused.
 *
 * @example
 * const refund: RefundCreate = { orderId: 'o_1', amount: 4_000, at: '2026-03-20T01:00:00Z', reason: 'broken' }
 * await me.refunds.create(refund)
 */
export interface RefundCreate extends CreateOf<typeof refund.fields> {}
export type RefundTypes = EntityOf<typeof refund, Refund, RefundCreate>
