import { CrmError, isCrmError } from '../../error/index.ts'
import type { Context, HandlersOf } from '../../plugin/index.ts'
import type { Where } from '../../query/index.ts'
import type { CoreTypes } from '../core-types.ts'
import type { salesOperations } from './contracts.ts'

type Crm = Context<CoreTypes>['crm']
type Orders = Where<CoreTypes, 'order'>

/** Purchases, as the actor sees them: the same figures as those of `orders.aggregate`. */
export const salesHandlers: HandlersOf<CoreTypes, typeof salesOperations> = {
  companies: {
    async purchases({ crm }, { id, ...asked }) {
      await crm.companies.get(id)
      return purchases(crm, { companyId: id }, asked)
    },
  },
  contacts: {
    async purchases({ crm }, { id, ...asked }) {
      await crm.contacts.get(id)
      return purchases(crm, { contactId: id }, asked)
    },
  },
}

interface Asked {
  readonly currency: 'own' | 'report'
  readonly products: number
}

async function purchases(crm: Crm, where: Orders, { currency, products }: Asked) {
  const figures = await (currency === 'own' ? inOwn(crm, where) : inReport(crm, where))
  const { total, refunded } = figures
  return { ...figures, net: total - refunded, products: await favourites(crm, where, products) }
}

const times = {
  count: { fn: 'count' },
  first: { fn: 'min', field: 'placedAt' },
  last: { fn: 'max', field: 'placedAt' },
} as const

async function inOwn(crm: Crm, where: Orders) {
  try {
    const rows = await crm.orders.aggregate({
      where,
      measures: {
        ...times,
        total: { fn: 'sum', field: 'total' },
        refunded: { fn: 'sum', field: 'refunded' },
        avg: { fn: 'avg', field: 'total', rounding: 'half-up' },
        currency: { fn: 'min', field: 'currency' },
      },
    })
    return only(rows)
  } catch (error) {
    if (!isCrmError(error, 'MIXED_CURRENCY')) throw error
    throw new CrmError(error.code, { details: error.details, hint: "Ask with { currency: 'report' }." })
  }
}

async function inReport(crm: Crm, where: Orders) {
  const rows = await crm.orders.aggregate({
    where,
    measures: {
      ...times,
      total: { fn: 'sum', field: 'reportTotal' },
      avg: { fn: 'avg', field: 'reportTotal', rounding: 'half-up' },
      currency: { fn: 'min', field: 'reportCurrency' },
    },
  })
  // Each at the rate of its own day, and not at that of its order.
  const refunds = await crm.refunds.aggregate({
    where: { order: { is: where } },
    measures: { refunded: { fn: 'sum', field: 'reportAmount' } },
  })
  return { ...only(rows), ...only(refunds) }
}

/** Without groups there is one row, whatever matches. */
function only<R>([row]: readonly R[]): R {
  if (row === undefined) throw new TypeError('no figures')
  return row
}

/** Whoever may not read lines is told of no products. */
async function favourites(crm: Crm, order: Orders, limit: number) {
  if (limit === 0) return []
  try {
    const rows = await crm.orderLines.aggregate({
      where: { order: { is: order }, productId: { ne: null } },
      groupBy: { productId: 'productId', name: { path: ['product', 'name'] } },
      measures: { quantity: { fn: 'sum', field: 'quantity' } },
      orderBy: { quantity: 'desc' },
      limit,
    })
    return rows.map(({ productId, name, quantity }) => ({
      productId: String(productId),
      name: name as string | null,
      quantity,
    }))
  } catch (error) {
    if (isCrmError(error, 'FORBIDDEN')) return []
    throw error
  }
}
