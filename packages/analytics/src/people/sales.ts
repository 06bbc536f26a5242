import { amountOf } from '../customers/amounts.ts'
import { givenBackBy } from '../customers/given-back.ts'
import type { Inside } from '../inside.ts'
import type { OrderWhere } from '../purchases/by-customer.ts'
import type { Asked, Of, Tallies } from './tally.ts'

/** The orders of the period. What was given back after as-of is in their sums, and was not known then. */
export async function salesOf(
  inside: Inside,
  { window: { from, to }, currency, known }: Asked,
  of: Of,
): Promise<Pick<Tallies, 'sold' | 'hidden'>> {
  const where: OrderWhere = { placedAt: { gte: from, lt: to }, ...(currency === undefined ? {} : { currency }) }
  // Of everybody's orders at once: owners who each sell in one currency of their own are no less mixed.
  const { currency: one } = await amountOf(inside, where)
  if (one === null) return { sold: undefined, hidden: false }
  const rows = await inside.crm.orders.aggregate({
    where,
    groupBy: { user: 'ownerId' },
    measures: {
      n: { fn: 'count' },
      total: { fn: 'sum', field: 'total' },
      refunded: { fn: 'sum', field: 'refunded' },
    },
  })
  for (const { user, n, total, refunded } of rows) {
    const tally = of(user)
    tally.orders += n
    tally.revenue += total - refunded
  }
  const { of: givenBack, hidden } = await givenBackBy(inside, known, 'ownerId', { where, currency: one })
  for (const { user } of rows) of(user).revenue += givenBack(user)
  return { sold: one, hidden }
}
