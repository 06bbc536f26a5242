import * as z from 'zod'
import { type Lifetime, type SurvivalCurve, survivalAt } from '../math/index.ts'

export const interval = () => z.tuple([z.number(), z.number()])

/** How long something takes, of which some goes on still. Days. */
export const lifetimeShape = () =>
  z.strictObject({
    /** `empty`: nothing to watch. `no events`: nothing has ended yet. */
    status: z.enum(['ok', 'empty', 'no events']),
    n: z.int(),
    events: z.int(),
    /** Those that went on still. */
    censored: z.int(),
    /** Kaplan and Meier's: null where more than half go on still. */
    median: z.number().nullable(),
    /** An end is null that the data do not reach. */
    medianInterval: z.tuple([z.number().nullable(), z.number().nullable()]),
    /** What those that ended alone would say: too short, where some go on still. */
    endedOnly: z.strictObject({ mean: z.number().nullable(), median: z.number().nullable(), biased: z.boolean() }),
    level: z.number(),
  })

/** Which share goes on after how many days. */
export const survivalShape = () =>
  z.strictObject({
    day: z.number(),
    /** Null beyond what was watched. */
    survival: z.number().nullable(),
    atRisk: z.int(),
    interval: interval().nullable(),
  })

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
