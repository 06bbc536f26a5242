import type { InverseOf } from '../../schema/index.ts'
import type { salesOperations } from './contracts.ts'
import type { DealTypes, deal } from './deal.ts'
import type { DealContactTypes, dealContact } from './deal-contact.ts'
import type { DealLineTypes, dealLine } from './deal-line.ts'
import type { DealTagTypes, dealTag } from './deal-tag.ts'
import type { OrderTypes, order } from './order.ts'
import type { OrderLineTypes, orderLine } from './order-line.ts'
import type { ProductTypes } from './product.ts'
import type { RefundTypes, refund } from './refund.ts'

/** Selling: deals, orders, products. */
export interface SalesEntities {
  product: ProductTypes
  order: OrderTypes
  orderLine: OrderLineTypes
  refund: RefundTypes
  deal: DealTypes
  dealLine: DealLineTypes
  dealContact: DealContactTypes
  dealTag: DealTagTypes
}
export type SalesInverses = InverseOf<typeof order> &
  InverseOf<typeof orderLine> &
  InverseOf<typeof refund> &
  InverseOf<typeof deal> &
  InverseOf<typeof dealLine> &
  InverseOf<typeof dealContact> &
  InverseOf<typeof dealTag>
export type SalesOperations = typeof salesOperations
