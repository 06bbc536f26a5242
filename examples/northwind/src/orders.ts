import { currency, type Desk } from './crm.ts'
import { scaled } from './decimal.ts'
import { type Ids, idOf } from './masters.ts'
import type { LineRow, OrderRow, Tables } from './read.ts'

/** The orders that are not there yet, each with its lines; their totals are the CRM's work. */
export async function loadOrders(desk: Desk, tables: Tables, companies: Ids, products: Ids): Promise<void> {
  const there = new Set<string | null>()
  for await (const { externalId } of desk.orders.iterate()) there.add(externalId)

  const lines = linesByOrder(tables.lines)
  const missing = tables.orders.filter((row) => !there.has(row.order_id))
  await desk.orders.createMany(
    missing.map((row) => ({
      externalId: row.order_id,
      companyId: idOf(companies, row.customer_id),
      ownerId: row.employee_id,
      placedAt: placedAt(row),
      currency,
      lines: (lines.get(row.order_id) ?? []).map((line) => ({
        productId: idOf(products, line.product_id),
        quantity: Number(line.quantity),
        unitPrice: scaled(line.unit_price, 2),
        discount: scaled(line.discount, 4),
      })),
    })),
  )
}

/** The tables know the day alone. */
export const placedAt = (row: OrderRow): string => `${row.order_date}T09:00:00Z`

function linesByOrder(rows: readonly LineRow[]): ReadonlyMap<string, readonly LineRow[]> {
  const lines = new Map<string, LineRow[]>()
  for (const row of rows) lines.set(row.order_id, [...(lines.get(row.order_id) ?? []), row])
  return lines
}
