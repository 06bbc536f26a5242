import { CrmError } from '../error/index.ts'

/** How a division of minor units ends. Half up means away from zero. */
export type Rounding = 'half-up' | 'half-even' | 'floor'

/**
 * Divides exactly and rounds as told. Throws `NUMBER_OUT_OF_RANGE` when the result is no safe integer.
 *
 * @example
 * divide(20_000n, 3n, 'half-up') // 6667
 */
export function divide(dividend: bigint, divisor: bigint, rounding: Rounding, path = 'amount'): number {
  if (divisor === 0n) throw new CrmError('NUMBER_OUT_OF_RANGE', { details: { path: 'divisor' } })
  const [n, d] = divisor < 0n ? [-dividend, -divisor] : [dividend, divisor]
  let quotient = n / d
  const rest = n % d
  if (rest !== 0n) {
    const twice = (rest < 0n ? -rest : rest) * 2n
    const away = rounding === 'half-up' ? twice >= d : twice > d || (twice === d && quotient % 2n !== 0n)
    if (rounding === 'floor') quotient -= rest < 0n ? 1n : 0n
    else if (away) quotient += rest < 0n ? -1n : 1n
  }
  return safe(quotient, path)
}

/**
 * A bigint as a number.
 *
 * @throws CrmError `NUMBER_OUT_OF_RANGE`: beyond 2^53, with the path given.
 *
 * @example
 * safe(12_000n * 3n) // 36000
 */
export function safe(value: bigint, path = 'amount'): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new CrmError('NUMBER_OUT_OF_RANGE', { details: { path } })
  return number === 0 ? 0 : number
}
