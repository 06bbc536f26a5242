import type { InverseOf } from '../../schema/index.ts'
import type { DealTypes, deal } from './deal.ts'
import type { OrderLineTypes, OrderTypes, order, orderLine } from './order.ts'
import type { ProductTypes } from './product.ts'

/** Selling: deals, orders, products. */
export interface SalesEntities {
  product: ProductTypes
  order: OrderTypes
  orderLine: OrderLineTypes
  deal: DealTypes
}
export type SalesInverses = InverseOf<typeof order> & InverseOf<typeof orderLine> & InverseOf<typeof deal>
export type SalesOperations = {}
