import { CrmError } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import type { OrderWhere } from '../purchases/by-customer.ts'
import type { Known } from '../purchases/scope.ts'

/** What orders come to. */
export interface Amount {
  readonly rows: number
  /** Of all the amounts; null where there is no order. */
  readonly currency: string | null
}

/**
 * Of how many orders amounts are told, and in which currency. Throws `MIXED_CURRENCY` where it is not one, and `FORBIDDEN` where
 * the actor may not read it: nobody could say what he is told.
 */
export async function amountOf({ crm }: Inside, where: OrderWhere): Promise<Amount> {
  const [all] = await crm.orders.aggregate({
    where,
    measures: {
      rows: { fn: 'count' },
      told: { fn: 'count', field: 'currency' },
      // Refuses to add amounts of several currencies.
      total: { fn: 'sum', field: 'total' },
      currency: { fn: 'min', field: 'currency' },
    },
  })
  const { rows = 0, told = 0, currency = null } = all ?? {}
  if (told < rows) throw new CrmError('FORBIDDEN', { details: { permission: 'order.currency' } })
  return { rows, currency }
}

/** What is left of an amount when what was given back is taken off. */
export const net = ({ total, refunded }: Readonly<Record<string, unknown>>): number =>
  Number(total ?? 0) - Number(refunded ?? 0)

/** Everything that counts before a moment, back to the first purchase. */
export const ever = ({ where, until }: Known, to: string): OrderWhere => ({
  and: [where, { placedAt: { lt: to < until ? to : until } }],
})

/** What does not count of orders: those in other currencies than the one that was asked for. */
export async function leftOut({ crm }: Inside, where: OrderWhere, currency?: string) {
  if (currency === undefined) return {}
  return { other_currency: await crm.orders.count({ where: { and: [where, { currency: { ne: currency } }] } }) }
}
