import type { Inside } from '../inside.ts'
import { type BtydUnit, type SpendRow, summarizeSorted } from '../math/index.ts'
import type { Customer } from '../purchases/by-customer.ts'
import { type DaysAsked, lastDay, type Purchases, purchaseDays } from './days.ts'

/** What a customer's purchases come to: the row of a model of buying and stopping. */
export interface Summary {
  readonly customer: Customer
  /** Days with a purchase, without the first. */
  readonly x: number
  /** From the first to the last, and from the first to the end, in units. */
  readonly tx: number
  readonly T: number
  /** The mean of the days that x counts; null where there are none. */
  readonly spend: number | null
  /** Of these days how many were worth nothing, or less. */
  readonly zeroDays: number
  /** What a model of spend is told: days that were worth nothing are no purchases to it. */
  readonly paid: SpendRow
  readonly first: string
  readonly last: string
  readonly orders: number
  readonly revenue: number
}

/** The row of one customer up to the end of a day. Undefined where he had bought nothing by then. */
export function summaryOf({ customer, days }: Purchases, end: string, unit: BtydUnit): Summary | undefined {
  const seen = days.filter(({ day }) => day <= end)
  const [first] = seen
  const last = seen.at(-1)
  const purchases = seen.map(({ day, amount }) => ({ customer: customer.id, day, amount }))
  const [row] = summarizeSorted(purchases, { end, unit })
  if (first === undefined || last === undefined || row === undefined) return undefined
  const { x, tx, T, spend } = row
  const paying = seen.slice(1).filter(({ amount }) => amount > 0)
  const mean = paying.length === 0 ? null : paying.reduce((sum, { amount }) => sum + amount, 0) / paying.length
  const sum = (of: 'orders' | 'amount') => seen.reduce((total, day) => total + day[of], 0)
  return {
    customer,
    ...{ x, tx, T, spend, zeroDays: x - paying.length, paid: { x: paying.length, spend: mean } },
    ...{ first: first.day, last: last.day, orders: sum('orders'), revenue: sum('amount') },
  }
}

/** The rows of all customers, as the database gives them: companies by their ids, then contacts. */
export async function* summaries(
  inside: Inside,
  asked: DaysAsked & { readonly unit: BtydUnit },
): AsyncGenerator<Summary> {
  const end = lastDay(asked.known, inside)
  for await (const purchases of purchaseDays(inside, asked)) {
    const row = summaryOf(purchases, end, asked.unit)
    if (row !== undefined) yield row
  }
}
