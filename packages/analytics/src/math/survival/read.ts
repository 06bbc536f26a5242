import { betweenZeroAndOne } from '../inputs.ts'
import type { SurvivalCurve } from './curve.ts'

/**
 * What a reading of a curve needs of it.
 *
 * @example
 * const flat: Steps = { points: [], lastTime: 30 }
 */
export type Steps = Pick<SurvivalCurve, 'points' | 'lastTime'>

/**
 * The share that outlives a time; null beyond what was watched, unless nobody was left.
 *
 * @example
 * const curve = kaplanMeier([{ time: 6, event: true }, { time: 9, event: false }])
 * survivalAt(curve, 7) // 0.5
 * survivalAt(curve, 10) // null
 */
export function survivalAt({ points, lastTime }: Steps, time: number): number | null {
  const last = points.at(-1)
  if (lastTime === null || !(time >= 0)) return null
  if (time > lastTime) return last?.survival === 0 ? 0 : null
  let [low, high] = [0, points.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((points[middle]?.time ?? Infinity) <= time) low = middle + 1
    else high = middle
  }
  return points[low - 1]?.survival ?? 1
}

/**
 * The first time by which a share has ended, so which at most 1 − p outlive; null where the curve does not come down so far.
 *
 * @throws CrmError `INVALID`: a share outside 0 to 1.
 *
 * @example
 * const curve = kaplanMeier([{ time: 6, event: true }, { time: 9, event: true }, { time: 9, event: false }])
 * survivalQuantile(curve, 0.5) // 9
 * survivalQuantile(curve, 0.9) // null
 */
export function survivalQuantile({ points }: Steps, p: number): number | null {
  betweenZeroAndOne('p', p)
  // A product of many factors may stand a hair above the share it is.
  return points.find(({ survival }) => survival <= 1 - p + 1e-12)?.time ?? null
}

/**
 * The chance that what has lasted to an age ends within a further time: 1 − S(age + within) / S(age). Null where the curve
 * does not say.
 *
 * @example
 * const curve = kaplanMeier([{ time: 30, event: true }, { time: 60, event: true }, { time: 90, event: false }])
 * endsWithin(curve, 40, 30) // 0.5: of two that had lasted 40 days, one ended by the 70th
 */
export function endsWithin(curve: Steps, age: number, within: number): number | null {
  const [now, then] = [survivalAt(curve, age), survivalAt(curve, age + within)]
  return now === null || then === null || now === 0 ? null : 1 - then / now
}

/**
 * The mean time up to a horizon, the area under the curve: a mean that those still going on do not bias. Null where the horizon
 * lies beyond what was watched, unless nobody was left.
 *
 * @example
 * const curve = kaplanMeier([{ time: 30, event: true }, { time: 60, event: true }, { time: 90, event: false }])
 * restrictedMean(curve, 90) // 60: (30 + 60 + 90) / 3
 */
export function restrictedMean(curve: Steps, horizon: number): number | null {
  if (survivalAt(curve, horizon) === null) return null
  let [area, from, survival] = [0, 0, 1]
  for (const point of curve.points) {
    const to = Math.min(point.time, horizon)
    area += survival * (to - from)
    ;[from, survival] = [to, point.survival]
  }
  return area + (from < horizon ? survival * (horizon - from) : 0)
}
