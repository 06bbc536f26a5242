import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// The same figures once more, without the CRM and without the example: plain text and whole numbers.

const cells = (table: string): string[][] =>
  readFileSync(join(import.meta.dirname, `../../../fixtures/northwind/${table}.csv`), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.trimEnd().split(','))

/** `9.8` to four places: 98000. */
const tenThousandths = (decimal: string): bigint => {
  const [whole = '', fraction = ''] = decimal.split('.')
  return BigInt(`${whole}${fraction.padEnd(4, '0').slice(0, 4)}`)
}

/** Of a line, in cents, half up. */
function amount([, , price = '', quantity = '', discount = '']: string[]): bigint {
  const exact = tenThousandths(price) * BigInt(quantity) * (10_000n - tenThousandths(discount))
  return (exact + 500_000n) / 1_000_000n
}

/** Cents by order. */
export const totals = new Map<string, bigint>()
for (const line of cells('order_details')) {
  totals.set(line[0] ?? '', (totals.get(line[0] ?? '') ?? 0n) + amount(line))
}

// What stands before the free text of an order has no commas of its own.
export const orders = cells('orders').map(
  ([id = '', customer = '', employee = '', placed = '', required = '', shipped = '']) => ({
    id,
    customer,
    employee,
    placed,
    shipped,
    late: shipped > required,
    total: totals.get(id) ?? 0n,
  }),
)

type Order = (typeof orders)[number]

/** Cents by whatever the orders are put together by, the greatest first. */
export function revenueBy(key: (order: Order) => string): [string, number][] {
  const sums = new Map<string, bigint>()
  for (const order of orders) sums.set(key(order), (sums.get(key(order)) ?? 0n) + order.total)
  return [...sums].map(([name, sum]): [string, number] => [name, Number(sum)]).sort((a, b) => b[1] - a[1])
}

/** Customers by their owner: the employee of the newest order. */
export function customersBy(employees: readonly string[]): number {
  const owners = new Map<string, string>()
  const oldestFirst = orders.toSorted((a, b) => a.placed.localeCompare(b.placed) || Number(a.id) - Number(b.id))
  for (const { customer, employee } of oldestFirst) owners.set(customer, employee)
  return [...owners.values()].filter((owner) => employees.includes(owner)).length
}
