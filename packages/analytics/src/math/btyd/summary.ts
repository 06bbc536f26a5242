import { invalid } from '@guanxi/core'

/**
 * A purchase: what counts as one, and what refunds take off it, is settled before.
 *
 * @example
 * const order: BtydOrder = { customer: 'c_1', day: '2026-03-09', amount: 12900 }
 */
export interface BtydOrder {
  readonly customer: string
  /** The local day: `YYYY-MM-DD`, or its number since 1970-01-01. */
  readonly day: string | number
  /** In minor units, all in one currency. */
  readonly amount: number
}

/**
 * What a customer's history comes to: `x` repeat purchases, the last at age `tx`, seen until age `T`, both counted from the first.
 *
 * @example
 * const row: BtydRow = { x: 2, tx: 30.43, T: 38.86 }
 */
export interface BtydRow {
  /** Days with a purchase, without the first. */
  readonly x: number
  /** From the first to the last purchase, in units of time. */
  readonly tx: number
  /** From the first purchase to the end of observation, in the same units. */
  readonly T: number
}

/**
 * A row of {@link summarize}: `spend` is the mean of the days that `x` counts, null where there are none.
 *
 * @example
 * const row: CustomerSummary = { customer: 'c_1', x: 2, tx: 30.43, T: 38.86, spend: 2234.5 }
 */
export interface CustomerSummary extends BtydRow {
  readonly customer: string
  readonly spend: number | null
}

/**
 * The unit of `tx` and `T`; a month is a twelfth of 365.25 days.
 *
 * @example
 * const unit: BtydUnit = 'week'
 */
export type BtydUnit = 'day' | 'week' | 'month'

/**
 * How a summary is made: `end` is the last day that was observed.
 *
 * @example
 * const options: SummaryOptions = { end: '1997-09-30', unit: 'week' }
 */
export interface SummaryOptions {
  readonly end: string | number
  /** Default `week`. */
  readonly unit?: BtydUnit
}

/**
 * Histories as Buy-till-you-die models take them: purchases of one day are one, the first day is not counted, and its money neither.
 * Orders come in any order; those after `end` are left out and counted. (Fader, Hardie and Lee 2005.)
 *
 * @throws CrmError `INVALID`: a day that is none; an amount that is no number.
 *
 * @example
 * const { rows } = summarize(
 *   [
 *     { customer: 'c_1', day: '2026-01-05', amount: 9900 },
 *     { customer: 'c_1', day: '2026-01-19', amount: 4000 },
 *   ],
 *   { end: '2026-03-30' },
 * ) // [{ customer: 'c_1', x: 1, tx: 2, T: 12, spend: 4000 }]
 */
export function summarize(
  orders: Iterable<BtydOrder>,
  options: SummaryOptions,
): { readonly rows: CustomerSummary[]; readonly excluded: { readonly afterEnd: number } } {
  const end = dayNumber(options.end, 'end')
  const histories = new Map<string, Dated[]>()
  let afterEnd = 0
  for (const order of dated(orders)) {
    if (order.day > end) {
      afterEnd++
      continue
    }
    const history = histories.get(order.customer)
    if (history === undefined) histories.set(order.customer, [order])
    else history.push(order)
  }
  const rows = Array.from(histories.values(), (history) => {
    history.sort((a, b) => a.day - b.day)
    const fold = new Fold(history[0] as Dated)
    for (const order of history) fold.add(order)
    return fold.row(end, options.unit)
  })
  return { rows, excluded: { afterEnd } }
}

/**
 * The same from orders that come by customer and day, as an index gives them: nothing is kept but the customer at hand.
 *
 * @throws CrmError `INVALID`: what {@link summarize} refuses; days of a customer that are not sorted.
 *
 * @example
 * const orders: BtydOrder[] = [{ customer: 'c_1', day: 20000, amount: 9900 }]
 * for (const { customer, x } of summarizeSorted(orders, { end: 20100, unit: 'day' })) console.log(customer, x)
 */
export function* summarizeSorted(orders: Iterable<BtydOrder>, options: SummaryOptions): Generator<CustomerSummary> {
  const end = dayNumber(options.end, 'end')
  let fold: Fold | undefined
  for (const order of dated(orders)) {
    if (order.day > end) continue
    if (fold?.customer === order.customer) {
      if (order.day < fold.last)
        throw invalid('orders', `the days of ${order.customer} are not sorted`, 'Use summarize().')
      fold.add(order)
      continue
    }
    if (fold !== undefined) yield fold.row(end, options.unit)
    fold = new Fold(order)
    fold.add(order)
  }
  if (fold !== undefined) yield fold.row(end, options.unit)
}

interface Dated {
  readonly customer: string
  readonly day: number
  readonly amount: number
}

function* dated(orders: Iterable<BtydOrder>): Generator<Dated> {
  let index = 0
  for (const { customer, day, amount } of orders) {
    if (!Number.isFinite(amount)) throw invalid(`orders.${index}.amount`, 'expected a number')
    yield { customer, day: dayNumber(day, `orders.${index}.day`), amount }
    index++
  }
}

function dayNumber(day: string | number, path: string): number {
  if (typeof day === 'number') {
    if (!Number.isSafeInteger(day)) throw invalid(path, 'expected a whole number of days since 1970-01-01')
    return day
  }
  const time = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : Number.NaN
  // The engine takes 2026-02-30 for the second of March.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day) {
    throw invalid(path, 'expected a day like 2026-03-09', 'Give the local day of the order, without a time.')
  }
  return time / 86_400_000
}

const daysIn: Readonly<Record<BtydUnit, number>> = { day: 1, week: 7, month: 365.25 / 12 }

/** The orders of one customer, day after day. */
class Fold {
  readonly customer: string
  readonly #first: number
  #x = 0
  #spent = 0
  last: number

  constructor({ customer, day }: Dated) {
    this.customer = customer
    this.#first = day
    this.last = day
  }

  add({ day, amount }: Dated): void {
    if (day > this.last) this.#x++
    if (day > this.#first) this.#spent += amount
    this.last = day
  }

  row(end: number, unit: BtydUnit = 'week'): CustomerSummary {
    const days = daysIn[unit]
    return {
      customer: this.customer,
      x: this.#x,
      tx: (this.last - this.#first) / days,
      T: (end - this.#first) / days,
      spend: this.#x === 0 ? null : this.#spent / this.#x,
    }
  }
}
