import { minorUnits } from './minor-units.ts'
import { divide } from './money.ts'

/**
 * An amount of minor units and its currency.
 *
 * @example
 * const amount: Amount = { amount: 12_000, currency: 'CNY' }
 */
export interface Amount {
  readonly amount: number
  readonly currency: string
}

/**
 * An amount in another currency, exact until it is rounded once, half up. `rate` is how much one whole unit is worth: 7.1234
 * yuan for a dollar. Throws `NUMBER_OUT_OF_RANGE` when the result is no safe integer.
 *
 * @example
 * convert({ amount: 1_000, currency: 'USD' }, 'CNY', '7.1234') // 7123: 10 dollars are 71.23 yuan
 */
export function convert({ amount, currency }: Amount, to: string, rate: string, path = 'amount'): number {
  const [whole = '', decimals = ''] = rate.split('.')
  const dividend = BigInt(amount) * BigInt(whole + decimals) * 10n ** BigInt(minorUnits(to))
  return divide(dividend, 10n ** BigInt(decimals.length + minorUnits(currency)), 'half-up', path)
}
