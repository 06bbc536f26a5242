import { betweenZeroAndOne } from '../inputs.ts'
import { normalQuantile } from '../special/index.ts'
import type { SurvivalCurve, SurvivalPoint } from './curve.ts'
import { type Lifetime, lifeTable } from './lifetime.ts'
import { survivalQuantile } from './read.ts'

/**
 * The share that outlives each time, from lifetimes of which some are still going on (Kaplan and Meier 1958), with Greenwood's
 * error (1926). Deals, tickets and subscriptions are such: a mean over those that ended is too short.
 *
 * @param level - The confidence of the intervals, .95 unless told.
 * @throws CrmError `INVALID`: a level outside 0 to 1.
 *
 * @example
 * const { points, median, endedOnly } = kaplanMeier([
 *   { time: 6, event: true },
 *   { time: 7, event: true },
 *   { time: 9, event: false },
 * ])
 * // points at 6 and 7 with survival .667 and .333; median 7
 */
export function kaplanMeier(lifetimes: readonly Lifetime[], level = 0.95): SurvivalCurve {
  const z = normalQuantile((1 + betweenZeroAndOne('level', level)) / 2)
  const { n, excluded, rows } = lifeTable(lifetimes)
  let survival = 1
  let greenwood = 0
  const points = rows.flatMap(({ time, atRisk, events }): SurvivalPoint[] => {
    if (events === 0) return []
    survival *= (atRisk - events) / atRisk
    greenwood += events / (atRisk * (atRisk - events))
    if (atRisk === events) return [{ time, atRisk, events, survival: 0, se: null, ci: null }]
    const spread = Math.exp((z * Math.sqrt(greenwood)) / Math.log(survival))
    const ci = [survival ** (1 / spread), survival ** spread] as const
    return [{ time, atRisk, events, survival, se: survival * Math.sqrt(greenwood), ci }]
  })
  const events = points.reduce((sum, point) => sum + point.events, 0)
  const firstBelow = (end: 0 | 1) => points.find(({ ci }) => ci !== null && ci[end] <= 0.5)?.time ?? null
  const curve = { points, lastTime: rows.at(-1)?.time ?? null }
  return {
    status: n === 0 ? 'empty' : events === 0 ? 'no events' : 'ok',
    n,
    events,
    censored: n - events,
    excluded,
    ...curve,
    median: survivalQuantile(curve, 0.5),
    medianCi: [firstBelow(0), firstBelow(1)],
    endedOnly: {
      mean: events === 0 ? null : points.reduce((sum, point) => sum + point.time * point.events, 0) / events,
      median: medianOfEnded(points, events),
      biased: n > events,
    },
    level,
  }
}

/** Type 7: between the two in the middle. */
function medianOfEnded(points: readonly SurvivalPoint[], events: number): number | null {
  const [low, high] = [endOf(points, (events - 1) / 2), endOf(points, events / 2)]
  return low === null || high === null ? null : (low + high) / 2
}

/** When the one ended before whom so many had ended. */
function endOf(points: readonly SurvivalPoint[], before: number): number | null {
  let left = Math.floor(before)
  for (const { time, events } of points) {
    if (left < events) return time
    left -= events
  }
  return null
}
