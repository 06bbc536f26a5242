import {
  type CreateOf,
  defineEntity,
  type EntityOf,
  field,
  type OwnedEntityOf,
  type RowOf,
  type System,
} from '../../schema/index.ts'
import { lineTotal, sumOf } from './line.ts'

/** A purchase. With lines its total is theirs; without, it is given. */
export const order = defineEntity({
  name: 'order',
  plural: 'orders',
  fields: {
    externalId: field.string().optional().unique(),
    companyId: field.ref('company').optional(),
    contactId: field.ref('contact').optional(),
    ownerId: field.string().optional(),
    placedAt: field.datetime(),
    currency: field.string({ min: 3, max: 3 }),
    /** Minor units: the sum of the lines, where there are any. */
    total: field.money().default(0),
  },
  relations: {
    company: { to: 'company', via: 'companyId', inverse: 'orders' },
    contact: { to: 'contact', via: 'contactId', inverse: 'orders' },
    owner: { to: 'member', via: 'ownerId', on: 'userId', inverse: 'orders' },
  },
  indexes: [['companyId', 'placedAt'], ['contactId', 'placedAt'], ['ownerId', 'placedAt'], ['placedAt']],
  identity: ['companyId', 'contactId'],
  derive: ({ owned: { lines } }) => (lines === undefined ? {} : { total: sumOf(lines) }),
})

/** One product on an order. It is written through its order: `orders.create({ lines: [...] })`. */
export const orderLine = defineEntity({
  name: 'orderLine',
  plural: 'orderLines',
  ownedBy: 'order',
  fields: {
    orderId: field.ref('order').generated(),
    productId: field.ref('product').optional(),
    description: field.string().optional(),
    quantity: field.integer({ min: 0 }).default(1),
    /** Minor units, for one. */
    unitPrice: field.money(),
    /** Hundredths of a percent off: 1500 is 15 %. */
    discount: field.integer({ min: 0, max: 10_000 }).default(0),
    /** quantity × unitPrice less the discount, rounded half up to the minor unit. */
    total: field.money().generated(),
  },
  relations: {
    order: { to: 'order', via: 'orderId', inverse: 'lines' },
    product: { to: 'product', via: 'productId', inverse: 'orderLines' },
  },
  derive: ({ record }) => ({ total: lineTotal(record) }),
})

export interface OrderLine extends System, RowOf<typeof orderLine.fields> {}
export interface OrderLineCreate extends CreateOf<typeof orderLine.fields> {
  /** Names a line that exists, when the lines of an order are replaced. */
  id?: string
}
export interface Order extends System, RowOf<typeof order.fields> {}
export interface OrderCreate extends CreateOf<typeof order.fields> {
  /** All lines of the order. On update they replace those there: lines with an `id` are kept and changed. */
  lines?: readonly OrderLineCreate[]
}
export type OrderTypes = EntityOf<typeof order, Order, OrderCreate>
export type OrderLineTypes = OwnedEntityOf<typeof orderLine, OrderLine, OrderLineCreate>
