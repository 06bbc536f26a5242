import { type CreateOf, defineEntity, field, type OwnedEntityOf, type RowOf, type System } from '../../schema/index.ts'
import { lineFields, lineTotal } from './line.ts'

/** One product on an order. It is written through its order: `orders.create({ lines: [...] })`. */
export const orderLine = defineEntity({
  name: 'orderLine',
  plural: 'orderLines',
  ownedBy: 'order',
  fields: { orderId: field.ref('order').generated(), ...lineFields },
  relations: {
    order: { to: 'order', via: 'orderId', inverse: 'lines' },
    product: { to: 'product', via: 'productId', inverse: 'orderLines' },
  },
  derive: lineTotal,
})

/**
 * One product of an order. Amounts are in minor units of the order's currency.
 *
 * @example
 * const { lines } = await me.orders.get('o_1', { include: { lines: true } })
 * const totals = lines.map(({ total }: OrderLine) => total)
 */
export interface OrderLine extends System, RowOf<typeof orderLine.fields> {}

/**
 * A line as an order's `lines` take it. Its total follows from quantity, price and discount.
 *
 * @example
 * const line: OrderLineCreate = { description: 'Filter', quantity: 3, unitPrice: 4_000 }
 * await me.orders.create({ companyId: 'c_1', placedAt: '2026-03-16T01:00:00Z', currency: 'CNY', lines: [line] })
 */
export interface OrderLineCreate extends CreateOf<typeof orderLine.fields> {
  /** Names a line that exists, when the lines of an order are replaced. */
  id?: string
}
export type OrderLineTypes = OwnedEntityOf<typeof orderLine, OrderLine, OrderLineCreate>
