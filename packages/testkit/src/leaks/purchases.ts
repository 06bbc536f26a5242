import { CrmError, type Row } from '@guanxi/core'
import { type EntityIR, entityOf } from '@guanxi/core/storage'
import { aggregateAll, type RawAggregate } from '../oracle/index.ts'
import type { PurchasesInput } from './questions.ts'
import type { Sight } from './sight.ts'

/** What `purchases` must tell: the figures of the orders that the actor sees, added by the oracle. */
export function purchasesOf(
  sight: Sight,
  customer: EntityIR,
  id: string,
  { currency, products }: PurchasesInput,
): unknown {
  const { onlooker, view } = sight
  const ask = (name: string, query: RawAggregate): readonly Row[] => {
    const entity = entityOf(onlooker.schema, name)
    if (!sight.mayEver('read', entity)) throw new CrmError('FORBIDDEN')
    return aggregateAll(view, entity, query)
  }
  const mayCall = onlooker.roles.some(({ operations }) => operations.includes(`${customer.plural}.purchases`))
  if (!mayCall || !sight.mayEver('read', customer)) throw new CrmError('FORBIDDEN')
  if (!view.all(customer).some((row) => row.id === id)) throw new CrmError('NOT_FOUND')
  const where = { [`${customer.name}Id`]: id }
  const field = currency === 'own' ? 'total' : 'reportTotal'
  const own = currency === 'own' ? { refunded: { fn: 'sum', field: 'refunded' } } : {}
  const [figures] = ask('order', {
    where,
    measures: {
      count: { fn: 'count' },
      first: { fn: 'min', field: 'placedAt' },
      last: { fn: 'max', field: 'placedAt' },
      total: { fn: 'sum', field },
      ...own,
      avg: { fn: 'avg', field, rounding: 'half-up' },
      currency: { fn: 'min', field: currency === 'own' ? 'currency' : 'reportCurrency' },
    },
  })
  const refunds: RawAggregate = {
    where: { order: { is: where } },
    measures: { refunded: { fn: 'sum', field: 'reportAmount' } },
  }
  const told = { ...figures, ...(currency === 'own' ? {} : ask('refund', refunds)[0]) } as Readonly<
    Record<string, number>
  >
  const { total = 0, refunded = 0 } = told
  return {
    count: told.count,
    total,
    refunded,
    net: total - refunded,
    avg: told.avg,
    first: told.first,
    last: told.last,
    currency: told.currency,
    products: favourites(sight, where, products, ask),
  }
}

function favourites(
  sight: Sight,
  order: object,
  limit: number,
  ask: (name: string, query: RawAggregate) => readonly Row[],
): readonly Row[] {
  if (limit === 0 || !sight.mayEver('read', entityOf(sight.onlooker.schema, 'orderLine'))) return []
  return ask('orderLine', {
    where: { order: { is: order }, productId: { ne: null } },
    groupBy: { productId: 'productId', name: { path: ['product', 'name'] } },
    measures: { quantity: { fn: 'sum', field: 'quantity' } },
    orderBy: { quantity: 'desc' },
    limit,
  })
}
