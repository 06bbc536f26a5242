import { startOfDay, type Warning } from '@guanxi/core'
import { amountOf } from '../customers/amounts.ts'
import { givenBackByPeriod } from '../customers/given-back.ts'
import type { Inside } from '../inside.ts'
import { type Grain, startOf } from '../period/grain.ts'
import { dayOf } from '../period/window.ts'
import type { Known } from '../purchases/scope.ts'

/** What counts: the orders, or what they came to. */
export type Of = 'revenue' | 'orders'

export interface Period {
  /** Its first day. */
  readonly period: string
  readonly value: number
  readonly orders: number
}

export interface SeriesAsked {
  readonly known: Known
  readonly grain: Grain
  readonly of: Of
  readonly net: boolean
  /** An instant with which a period begins: what comes from it on does not count. */
  readonly before: string
}

export interface Series {
  /** The periods that have orders, the oldest first. */
  readonly found: readonly Period[]
  /** Of amounts; null where orders are counted, or there are none. */
  readonly currency: string | null
  readonly warnings: readonly Warning[]
}

/** What each period came to. Throws `MIXED_CURRENCY` where amounts are not of one currency. */
export async function seriesOf(inside: Inside, { known, grain, of, net, before }: SeriesAsked): Promise<Series> {
  const where = { and: [known.where, { placedAt: { lt: before } }] }
  const query = {
    where,
    groupBy: { period: { field: 'placedAt', bucket: grain } },
    orderBy: { period: 'asc' },
  } as const
  if (of === 'orders') {
    const rows = await inside.crm.orders.aggregate({ ...query, measures: { orders: { fn: 'count' } } })
    const found = rows.map(({ period, orders }) => ({ period: String(period), value: orders, orders }))
    return { found, currency: null, warnings: [] }
  }
  const { currency } = await amountOf(inside, where)
  if (currency === null) return { found: [], currency, warnings: [] }
  const later = net ? await givenBackByPeriod(inside, known, { where, currency, bucket: grain }) : undefined
  const rows = await inside.crm.orders.aggregate({
    ...query,
    measures: {
      orders: { fn: 'count' },
      total: { fn: 'sum', field: 'total' },
      refunded: { fn: 'sum', field: 'refunded' },
    },
  })
  const found = rows.map(({ period, orders, total, refunded }) => ({
    period: String(period),
    value: total - (net ? refunded : 0) + (later?.of(period) ?? 0),
    orders,
  }))
  return { found, currency, warnings: later?.hidden === true ? [{ code: 'refunds_until_now' }] : [] }
}

/** The period that is not over, and the instant with which it begins: what is before it is over. */
export function runningPeriod(inside: Inside, { asOf }: Known, grain: Grain) {
  const running = startOf(dayOf(asOf, inside), grain)
  return { running, before: new Date(startOfDay(running, inside.zone)).toISOString() }
}

/** The orders of the periods that are over, as a filter of `orders.list`. */
export const ordersBefore = ({ where }: Known, before: string) => ({
  entity: 'order',
  where: { and: [where, { placedAt: { lt: before } }] },
})
