import { normalCdf } from '../special/index.ts'
import { type Comparison, judged } from './comparison.ts'
import { type Interval, type Proportion, type Rate, rate } from './rate.ts'

/**
 * Two shares: the z test with the pooled rate, and Newcombe's hybrid score interval of the difference (Newcombe 1998, method 10).
 *
 * @param a - What is judged; `b` is what it is compared with.
 * @param level - The confidence, .95 unless told.
 * @throws CrmError `INVALID`: what {@link rate} refuses.
 *
 * @example
 * const { points, relative, ci, p, verdict } = compareRates({ num: 56, den: 70 }, { num: 48, den: 80 })
 * // points 20, relative 0.333, ci [0.052, 0.334], p 0.008, verdict 'difference'
 */
export function compareRates(a: Proportion, b: Proportion, level = 0.95): Comparison {
  const [first, second] = [rate(a, level), rate(b, level)]
  const known = first.value !== null && second.value !== null
  const statistic = known ? pooledZ(a, b) : null
  return judged({
    method: 'two-proportion z, Newcombe interval',
    n: [a.den, b.den],
    values: [first.value, second.value],
    ci: newcombe(first, second),
    points: known ? 100 * (a.num / a.den - b.num / b.den) : null,
    statistic,
    df: null,
    p: statistic === null ? null : 2 * normalCdf(-Math.abs(statistic)),
    level,
  })
}

function pooledZ(a: Proportion, b: Proportion): number {
  const pooled = (a.num + b.num) / (a.den + b.den)
  // All or none on both sides: no difference, and nothing to divide by.
  if (pooled === 0 || pooled === 1) return 0
  return (a.num / a.den - b.num / b.den) / Math.sqrt(pooled * (1 - pooled) * (1 / a.den + 1 / b.den))
}

function newcombe(a: Rate, b: Rate): Interval | null {
  if (a.value === null || b.value === null || a.ci === null || b.ci === null) return null
  const difference = a.value - b.value
  return [
    difference - Math.hypot(a.value - a.ci[0], b.ci[1] - b.value),
    difference + Math.hypot(a.ci[1] - a.value, b.value - b.ci[0]),
  ]
}
