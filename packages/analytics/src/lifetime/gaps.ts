import { quantiles } from '../math/index.ts'
import { dayNumber, daysBetween, dayText } from './days.ts'

/** The days between purchases, in their order. */
export const gapsOf = (days: readonly string[]): number[] =>
  days.slice(1).map((day, i) => daysBetween(days[i] ?? day, day))

/** The usual gap: the median. Null without a second purchase. */
export const usualGap = (days: readonly string[]): number | null => quantiles(gapsOf(days), [0.5]).values[0] ?? null

/** The next purchase as far behind the last as gaps usually are; undefined without a gap. */
export function byGaps(days: readonly string[], level: number) {
  const gaps = gapsOf(days)
  const last = days.at(-1)
  const [low, middle, high] = quantiles(gaps, [(1 - level) / 2, 0.5, (1 + level) / 2]).values
  if (last === undefined || typeof low !== 'number' || typeof middle !== 'number' || typeof high !== 'number')
    return undefined
  const plus = (n: number) => dayText(dayNumber(last) + n)
  return { p50: plus(Math.round(middle)), range: [plus(Math.floor(low)), plus(Math.ceil(high))] as const }
}
