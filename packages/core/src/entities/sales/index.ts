import { part } from '../part.ts'
import { salesOperations } from './contracts.ts'
import { deal, dealPipeline } from './deal.ts'
import { dealContact } from './deal-contact.ts'
import { dealLine } from './deal-line.ts'
import { dealTag } from './deal-tag.ts'
import { order } from './order.ts'
import { orderLine } from './order-line.ts'
import { product } from './product.ts'
import { salesHandlers } from './purchases.ts'
import { refund } from './refund.ts'
import { orderHooks, refundHooks } from './refunding.ts'

/** Selling: deals, orders, products. */
export const sales = part({
  entities: [product, order, orderLine, refund, deal, dealLine, dealContact, dealTag],
  pipelines: { deal: dealPipeline },
  hooks: { order: orderHooks, refund: refundHooks },
  operations: salesOperations,
  handlers: salesHandlers,
})
