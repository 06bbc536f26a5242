import type { RawRow } from '../tables.ts'
import { grouped, type Invariant, keyOf, rowsOf } from './invariant.ts'

const sums = [
  { owner: 'deals', lines: 'deal_lines', by: 'deal_id', amount: 'amount' },
  { owner: 'orders', lines: 'order_lines', by: 'order_id', amount: 'total' },
]

/** I2: the lines of a deal or an order add up to its amount, its refunds to what it gave back, to the minor unit. */
export const amounts: Invariant = {
  id: 'I2',
  broken(judged) {
    const wrong: string[] = []
    for (const { owner, lines, by, amount } of sums) {
      const alive = rowsOf(judged, lines).filter(({ deleted_at }) => deleted_at === null)
      for (const line of alive)
        if (BigInt(Number(line.total)) !== lineTotal(line)) wrong.push(`${lines} ${line.id} has not its own total`)
      const own = grouped(alive, (line) => keyOf(line.tenant, line[by]))
      for (const record of rowsOf(judged, owner).filter(({ deleted_at }) => deleted_at === null)) {
        const found = own.get(keyOf(record.tenant, record.id))
        if (found !== undefined && sumOf(found, 'total') !== BigInt(Number(record[amount])))
          wrong.push(`${owner} ${record.id} is not the sum of its lines`)
      }
    }
    const refunds = grouped(
      rowsOf(judged, 'refunds').filter(({ deleted_at }) => deleted_at === null),
      ({ tenant, order_id }) => keyOf(tenant, order_id),
    )
    for (const order of rowsOf(judged, 'orders').filter(({ deleted_at }) => deleted_at === null))
      if (sumOf(refunds.get(keyOf(order.tenant, order.id)) ?? [], 'amount') !== BigInt(Number(order.refunded)))
        wrong.push(`order ${order.id} gave back something else than its refunds`)
    return wrong
  },
}

const sumOf = (rows: readonly RawRow[], column: string): bigint =>
  rows.reduce((sum, row) => sum + BigInt(Number(row[column])), 0n)

/** Quantity by price less the discount in hundredths of a percent, half up. */
function lineTotal({ quantity, unit_price, discount }: RawRow): bigint {
  const exact = BigInt(Number(quantity)) * BigInt(Number(unit_price)) * (10_000n - BigInt(Number(discount)))
  const doubled = 2n * exact + 10_000n
  const floor = doubled / 20_000n
  return doubled < 0n && doubled % 20_000n !== 0n ? floor - 1n : floor
}
