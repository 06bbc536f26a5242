import { invalid } from '@guanxi/core'
import { betweenZeroAndOne, whole } from '../inputs.ts'
import { normalQuantile } from '../special/index.ts'

/**
 * So many out of so many.
 *
 * @example
 * const won: Proportion = { num: 81, den: 263 }
 */
export interface Proportion {
  readonly num: number
  readonly den: number
}

/**
 * From, to.
 *
 * @example
 * const text = ([low, high]: Interval) => `${low} to ${high}`
 */
export type Interval = readonly [low: number, high: number]

/** A share with what is needed to believe it. */
export interface Rate extends Proportion {
  /** num / den; null of nothing. */
  readonly value: number | null
  /** Wilson's score interval; null of nothing. */
  readonly ci: Interval | null
  /** The confidence of `ci`. */
  readonly level: number
}

/**
 * A share of counts with Wilson's score interval (Wilson 1927), which stays within 0 and 1 and holds for few.
 *
 * @param level - The confidence, .95 unless told.
 * @throws CrmError `INVALID`: counts that are no whole numbers, more than all, a level outside 0 to 1.
 *
 * @example
 * rate({ num: 81, den: 263 }) // { num: 81, den: 263, value: 0.30798, ci: [0.25529, 0.36621], level: 0.95 }
 */
export function rate({ num, den }: Proportion, level = 0.95): Rate {
  const z = normalQuantile((1 + betweenZeroAndOne('level', level)) / 2)
  whole('num', num)
  whole('den', den)
  if (num > den) throw invalid('num', `expected at most ${den}`, `It was ${num}.`)
  if (den === 0) return { num, den, value: null, ci: null, level }
  const value = num / den
  const middle = (num + (z * z) / 2) / (den + z * z)
  const half = (z * Math.sqrt(den * value * (1 - value) + (z * z) / 4)) / (den + z * z)
  // Rounding alone would leave a bound of 1e-17 where it is 0.
  return { num, den, value, ci: [num === 0 ? 0 : middle - half, num === den ? 1 : middle + half], level }
}
