import {
  type CreateOf,
  defineEntity,
  type EntityOf,
  field,
  type ListInput,
  type RowOf,
  reported,
  type System,
} from '../../schema/index.ts'
import { sumOf } from './line.ts'
import type { OrderLineCreate } from './order-line.ts'
import { checkRefunded } from './refunding.ts'

/** A purchase. With lines its total is theirs; without, it is given. */
export const order = defineEntity({
  name: 'order',
  plural: 'orders',
  fields: {
    externalId: field.string().optional().unique().plain(),
    companyId: field.ref('company').optional(),
    contactId: field.ref('contact').optional(),
    ownerId: field.string().optional().plain(),
    placedAt: field.datetime(),
    currency: field.currency(),
    /** Minor units: the sum of the lines, where there are any. */
    total: field.money().default(0),
    /** What its refunds give back, together. */
    refunded: field.money().default(0).generated(),
    /** At the rate of the day on which it was placed. */
    ...reported({ reportTotal: 'total' }),
  },
  relations: {
    company: { to: 'company', via: 'companyId', inverse: 'orders' },
    contact: { to: 'contact', via: 'contactId', inverse: 'orders' },
    owner: { to: 'member', via: 'ownerId', on: 'userId', inverse: 'orders' },
  },
  indexes: [['ownerId', 'placedAt'], ['placedAt']],
  timeline: { at: 'placedAt', of: ['company', 'contact'] },
  identity: ['companyId', 'contactId'],
  open: false,
  derive({ record, owned: { lines } }) {
    const total = lines === undefined ? Number(record.total) : sumOf(lines)
    checkRefunded(total, Number(record.refunded), 'total')
    return { total }
  },
  derived: ['total'],
  reportedAt: 'placedAt',
})

/**
 * A purchase. `total` is in minor units of `currency`; it is the sum of the lines where there are any.
 *
 * @example
 * const order: Order = await me.orders.get('o_1')
 * console.log(order.total, order.currency) // 12000 CNY
 */
export interface Order extends System, RowOf<typeof order.fields> {}

/**
 * What a creation of an order takes. Its customer is the company if there is one, else the contact.
 *
 * @example
 * const order: OrderCreate = { companyId: 'c_1', placedAt: '2026-03-16T01:00:00Z', currency: 'CNY', total: 12_000 }
 * await me.orders.create(order)
 */
export interface OrderCreate extends CreateOf<typeof order.fields> {
  /** All lines of the order. On update they replace those there: lines with an `id` are kept and changed. */
  lines?: ListInput<OrderLineCreate>
}
export type OrderTypes = EntityOf<typeof order, Order, OrderCreate>
