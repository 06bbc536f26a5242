import { part } from '../part.ts'
import { deal, dealPipeline } from './deal.ts'
import { order, orderLine } from './order.ts'
import { product } from './product.ts'

/** Selling: deals, orders, products. */
export const sales = part({ entities: [product, order, orderLine, deal], pipelines: { deal: dealPipeline } })
