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

export interface OrderLine extends System, RowOf<typeof orderLine.fields> {}
export interface OrderLineCreate extends CreateOf<typeof orderLine.fields> {
  /** Names a line that exists, when the lines of an order are replaced. */
  id?: string
}
export type OrderLineTypes = OwnedEntityOf<typeof orderLine, OrderLine, OrderLineCreate>
