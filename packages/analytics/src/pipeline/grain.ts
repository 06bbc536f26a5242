import type { Inside } from '../inside.ts'
import { dayOf, instantOf } from '../period/window.ts'

/** Calendar periods of the instance's zone. Weeks start on Monday. */
export const grains = ['week', 'month', 'quarter', 'year'] as const
export type Grain = (typeof grains)[number]

/** How many of them make a year, which is a season. */
export const perYear: Readonly<Record<Grain, number>> = { week: 52, month: 12, quarter: 4, year: 1 }

/** The first day of the period that a day lies in. */
export function startOf(day: string, grain: Grain): string {
  const [year = '', month = ''] = day.split('-')
  if (grain === 'year') return `${year}-01-01`
  if (grain === 'month') return `${year}-${month}-01`
  if (grain === 'quarter') return `${year}-${String(3 * Math.floor((Number(month) - 1) / 3) + 1).padStart(2, '0')}-01`
  const midnight = Date.parse(`${day}T00:00:00Z`)
  const sinceMonday = (new Date(midnight).getUTCDay() + 6) % 7
  return new Date(midnight - sinceMonday * 86_400_000).toISOString().slice(0, 10)
}

/** A day or an instant, so many periods later, or earlier. */
export function shifted(from: string, grain: Grain, by: number, { add }: Inside): string {
  const [n, unit] = ({ week: [7, 'D'], month: [1, 'M'], quarter: [3, 'M'], year: [12, 'M'] } as const)[grain]
  return by === 0 ? from : add(from, `${by < 0 ? '-' : ''}P${n * Math.abs(by)}${unit}`)
}

/** A calendar period by its first day, and where it begins and ends. */
export interface Span {
  readonly day: string
  readonly from: string
  readonly to: string
}

export function spanOf(day: string, grain: Grain, inside: Inside): Span {
  const start = startOf(day, grain)
  return { day: start, from: instantOf(start, inside), to: instantOf(shifted(start, grain, 1, inside), inside) }
}

/** The first day of the period of an instant in milliseconds. */
export const startOfInstant = (ms: number, grain: Grain, inside: Inside): string =>
  startOf(dayOf(new Date(ms).toISOString(), inside), grain)
