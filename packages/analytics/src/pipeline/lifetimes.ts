import { type Lifetime, type SurvivalCurve, survivalAt } from '../math/index.ts'

export function summaryOf(curve: SurvivalCurve) {
  const { status, n, events, censored, median, medianCi, endedOnly, level } = curve
  return {
    status,
    n,
    events,
    censored,
    median,
    medianInterval: [...medianCi] as [number | null, number | null],
    endedOnly: { ...endedOnly },
    level,
  }
}

/** The curve at some days. */
export function readAt(curve: SurvivalCurve, lifetimes: readonly Lifetime[], days: readonly number[]) {
  return days.map((day) => {
    const survival = survivalAt(curve, day)
    const point = curve.points.findLast(({ time }) => time <= day)
    const ci = survival === null ? null : (point?.ci ?? null)
    return {
      day,
      survival,
      atRisk: lifetimes.reduce((sum, { time, count = 1 }) => sum + (time >= day ? count : 0), 0),
      interval: ci === null ? null : ([ci[0], ci[1]] as [number, number]),
    }
  })
}
