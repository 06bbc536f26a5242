import type { Inside } from '../inside.ts'
import { shifted, startOf } from '../period/grain.ts'
import { dayOf, instantOf } from '../period/window.ts'
import type { Grain } from './shape.ts'

/** How many of them make a year, which is a season. */
export const perYear: Readonly<Record<Grain, number>> = { week: 52, month: 12, quarter: 4, year: 1 }

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
