import * as z from 'zod'
import { rate } from '../math/index.ts'

/** A share, with what is needed to believe it. */
export const rateShape = () =>
  z.strictObject({
    /** num / den; null of nothing. */
    value: z.number().nullable(),
    /** How many it was counted from: the denominator. */
    n: z.int(),
    num: z.int(),
    den: z.int(),
    /** Wilson's score interval; null of nothing. */
    interval: z.tuple([z.number(), z.number()]).nullable(),
    /** The confidence of the interval. */
    level: z.number(),
  })

export type RateFigure = z.infer<ReturnType<typeof rateShape>>

/** So many of so many. */
export function rateOf(num: number, den: number, level = 0.95): RateFigure {
  const { value, ci } = rate({ num, den }, level)
  return { value, n: den, num, den, interval: ci === null ? null : [ci[0], ci[1]], level }
}
