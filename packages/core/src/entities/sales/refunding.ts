import { CrmError, invalid } from '../../error/index.ts'
import type { AnyContext, AnyHooks, Done, Draft } from '../../operation/index.ts'
import { type Row, safe } from '../../schema/index.ts'

/** A refund takes the currency of its order, and waits for others of the same order. */
export const refundHooks: AnyHooks = {
  async beforeWrite(drafts, context) {
    await inTurn(drafts.flatMap(ordersOf), context)
    const orders = await ordersBy(
      context,
      drafts.flatMap(({ before, input }) => input.orderId ?? before?.orderId ?? []),
    )
    for (const draft of drafts) {
      if (draft.action === 'delete') continue
      const order = orders.get(draft.input.orderId ?? draft.before?.orderId)
      if (order === undefined) throw noOrder(draft)
      if (draft.action !== 'restore') draft.set({ currency: order.currency })
    }
  },
  async afterWrite(changes, context) {
    const ids = [...new Set(changes.flatMap(({ before, after }) => [before?.orderId ?? [], after.orderId].flat()))]
    // A refund that goes may belong to an order that has gone already: it is counted again when it comes back.
    const orders = await ordersBy(context, ids)
    const refunds = await context.table('refund').all({ orderId: { in: ids } })
    for (const [id, order] of orders) {
      const own = refunds.filter(({ orderId }) => orderId === id)
      checkCurrency(own, order, changes)
      const refunded = sumOf(own)
      checkRefunded(Number(order.total), refunded, 'amount')
      await context.table('order').set(id as string, { refunded })
    }
  },
}

/** An order keeps its currency while it has refunds, and knows their sum when it comes back out of the bin. */
export const orderHooks: AnyHooks = {
  async beforeWrite(drafts, context) {
    for (const { action, before, id, input, set } of drafts) {
      if (action === 'restore') set({ refunded: sumOf(await context.table('refund').all({ orderId: id })) })
      const stays = input.currency === undefined || input.currency === before?.currency
      if (before !== null && before.refunded !== 0 && !stays)
        throw invalid('currency', 'has refunds in it', 'Delete the refunds first.')
    }
  },
}

/**
 * What was given back is never more than what was paid.
 *
 * @throws CrmError `REFUND_EXCEEDS_ORDER`
 */
export function checkRefunded(total: number, refunded: number, path: string): void {
  if (refunded > 0 && refunded > total) throw new CrmError('REFUND_EXCEEDS_ORDER', { details: { path } })
}

const sumOf = (refunds: readonly Row[]): number =>
  safe(
    refunds.reduce((sum, { amount }) => sum + BigInt(Number(amount)), 0n),
    'refunded',
  )

const ordersOf = ({ before, input }: Draft): readonly string[] =>
  [before?.orderId, input.orderId].filter((id): id is string => typeof id === 'string')

/** Two refunds of one order at once would each see the order without the other. */
async function inTurn(orders: readonly string[], context: AnyContext): Promise<void> {
  for (const id of [...new Set(orders)].toSorted()) await context.table('refund').lock(id)
}

async function ordersBy(context: AnyContext, ids: readonly unknown[]): Promise<ReadonlyMap<unknown, Row>> {
  const rows = await context.table('order').all({ id: { in: [...new Set(ids)] } })
  return new Map(rows.map((row) => [row.id, row]))
}

/** Between the look at the order and the lock on it somebody may have given it another currency. */
function checkCurrency(refunds: readonly Row[], order: Row, changes: readonly Done[]): void {
  const other = refunds.find(({ currency }) => currency !== order.currency)
  if (other === undefined) return
  if (changes.some(({ id, action }) => id === other.id && action === 'restore'))
    throw invalid('currency', 'the order has another currency now', 'Give the order its old currency back.')
  throw new CrmError('CONFLICT')
}

/** The same as of an order that the actor may not see. */
const noOrder = ({ at }: Draft): CrmError =>
  new CrmError('REFERENCE_NOT_FOUND', {
    details: { path: at === '' ? 'orderId' : `${at}.orderId`, entity: 'order' },
    hint: 'Give the id of a record that exists.',
  })
