import { invalid } from '@guanxi/core'
import { betweenZeroAndOne, share, whole } from '../inputs.ts'
import { betaQuantile } from '../special/index.ts'

/**
 * What is known of a rate in one small group.
 *
 * @example
 * const group: RateEvidence = { hits: 3, n: 4, prior: 0.31 }
 */
export interface RateEvidence {
  /** Won, of `n` that were decided. */
  readonly hits: number
  readonly n: number
  /** The rate of all groups together. */
  readonly prior: number
  /** How many cases the prior weighs (10). */
  readonly strength?: number
}

/**
 * A rate of a small group, drawn towards that of all: the mean of the Beta distribution that begins with the prior and has seen
 * the group, with the interval that holds `level` of it. Three of four won is no 75 % when all win 31 %.
 * (Gelman and others, Bayesian Data Analysis, 3rd ed., 2.4.)
 *
 * @param level The share that the interval holds, 0.95 if left out.
 * @throws CrmError `INVALID`: more hits than cases, or a prior outside 0 to 1.
 *
 * @example
 * const { rate, interval } = shrunkenRate({ hits: 3, n: 4, prior: 0.31 }) // 0.436
 */
export function shrunkenRate(
  { hits, n, prior, strength = 10 }: RateEvidence,
  level = 0.95,
): { readonly rate: number; readonly interval: readonly [low: number, high: number] } {
  whole('hits', hits, 0)
  whole('n', n, hits)
  betweenZeroAndOne('level', level)
  share('prior', prior)
  if (!(strength > 0 && strength < Infinity)) throw invalid('strength', 'expected a number above 0')
  const a = hits + strength * prior
  const b = n - hits + strength * (1 - prior)
  // At a prior of 0 or 1 that nothing contradicts, all of it sits at that end.
  if (a === 0 || b === 0) return { rate: a === 0 ? 0 : 1, interval: a === 0 ? [0, 0] : [1, 1] }
  return { rate: a / (a + b), interval: [betaQuantile((1 - level) / 2, a, b), betaQuantile((1 + level) / 2, a, b)] }
}
