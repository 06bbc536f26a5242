import type { Warning } from '@guanxi/core'
import { amountOf, ever } from '../customers/amounts.ts'
import { givenBackByCustomer } from '../customers/given-back.ts'
import type { Inside } from '../inside.ts'
import type { Customer } from '../purchases/by-customer.ts'
import type { Known } from '../purchases/scope.ts'

/** What is known of amounts before they are read customer by customer. */
export interface Amounts {
  /** Refunds are taken off. */
  readonly net: boolean
  /** Of all of them; null where nothing was bought. */
  readonly currency: string | null
  /** What was given back of a day's orders after the instant of the question: at that instant it had not been. */
  later(customer: Customer, day: string): number
  readonly warnings: readonly Warning[]
}

/** The currency of all purchases, and what was not given back yet. Throws `MIXED_CURRENCY`. */
export async function amountsOf(inside: Inside, known: Known, net: boolean): Promise<Amounts> {
  const where = ever(known, known.until)
  const { currency } = await amountOf(inside, where)
  if (!net || currency === null) return { net, currency, later: () => 0, warnings: [] }
  const { of, hidden } = await givenBackByCustomer(inside, known, { where, currency, bucket: 'day' })
  return { net, currency, later: of, warnings: hidden ? [{ code: 'refunds_until_now' }] : [] }
}
