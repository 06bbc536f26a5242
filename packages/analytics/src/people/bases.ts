import type { Inside } from '../inside.ts'
import { instantOf } from '../period/window.ts'
import { inStages } from '../records/in-stages.ts'
import type { CommissionPlan } from './entities.ts'
import { closedIn } from './tally.ts'

export interface BasesAsked {
  readonly source: CommissionPlan['base']
  readonly currency: string
  /** Days. */
  readonly from: string
  readonly to: string
}

/** What each user has sold in a period, as far as it is known now. */
export async function basesOf(inside: Inside, { source, currency, ...days }: BasesAsked): Promise<Map<string, number>> {
  const window = { from: instantOf(days.from, inside), to: instantOf(days.to, inside) }
  const found = source === 'orders' ? await ordersOf(inside, window, currency) : await dealsOf(inside, window, currency)
  return new Map(found.flatMap(({ user, base }) => (user === null ? [] : [[user, base] as const])))
}

interface Sold {
  readonly user: string | null
  readonly base: number
}

async function ordersOf(
  { crm }: Inside,
  { from, to }: { from: string; to: string },
  currency: string,
): Promise<Sold[]> {
  const rows = await crm.orders.aggregate({
    where: { placedAt: { gte: from, lt: to }, currency },
    groupBy: { user: 'ownerId' },
    measures: { total: { fn: 'sum', field: 'total' }, refunded: { fn: 'sum', field: 'refunded' } },
  })
  return rows.map(({ user, total, refunded }) => ({ user, base: total - refunded }))
}

async function dealsOf(
  inside: Inside,
  window: { from: string; to: string },
  currency: string,
): Promise<readonly Sold[]> {
  return await inside.crm.deals.aggregate({
    where: { and: [closedIn(window), inStages(inside.pipelines, 'deal', 'won'), { currency }] },
    groupBy: { user: 'ownerId' },
    measures: { base: { fn: 'sum', field: 'amount' } },
  })
}
