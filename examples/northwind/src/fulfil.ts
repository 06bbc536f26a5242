import { currency, type Desk, type Northwind } from './crm.ts'
import { placedAt } from './orders.ts'
import type { OrderRow } from './read.ts'

interface Event {
  readonly at: string
  readonly type: 'placed' | 'shipped'
  readonly row: OrderRow
}

/** Plays the two years on the clock: an order becomes a deal when it is placed, and the deal moves when it is shipped. */
export async function fulfil(desk: Desk, clock: Northwind['clock'], rows: readonly OrderRow[]): Promise<void> {
  const orders = await byNumber(desk.orders.iterate())
  const deals = await byNumber(desk.deals.iterate())

  for (const { at, type, row } of eventsOf(rows)) {
    await clock.advance(at)
    const order = orders.get(row.order_id)
    const deal = deals.get(row.order_id)
    if (type === 'placed' && order && !deal) {
      const { externalId, companyId, ownerId, total: amount } = order
      const title = `Order ${externalId}`
      const created = await desk.deals.create({ title, externalId, companyId, ownerId, amount, currency })
      deals.set(row.order_id, created)
    }
    if (type === 'shipped' && deal?.stage === 'placed') {
      await desk.deals.move(deal.id, { to: 'shipped', set: { late: at.slice(0, 10) > row.required_date } })
    }
  }
}

// The tables know days alone: orders come in the morning and leave in the evening.
function eventsOf(rows: readonly OrderRow[]): readonly Event[] {
  const events = rows.flatMap((row): Event[] => [
    { at: placedAt(row), type: 'placed', row },
    ...(row.shipped_date === null
      ? []
      : [{ at: `${row.shipped_date}T17:00:00Z`, type: 'shipped', row } satisfies Event]),
  ])
  return events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

async function byNumber<R extends { readonly externalId: string | null }>(records: AsyncIterable<R>) {
  const found = new Map<string | null, R>()
  for await (const record of records) found.set(record.externalId, record)
  return found
}
