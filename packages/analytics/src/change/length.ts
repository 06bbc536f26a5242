import type { Inside } from '../inside.ts'
import { daysBetween } from '../period/days-between.ts'

/** Milliseconds of each. */
const units = { minutes: 60_000, hours: 3_600_000 }

export type Unit = keyof typeof units | 'days'

/** From one instant, in milliseconds, to another: minutes and hours as they pass, days by the clock on the wall. */
export const lengthOf = (from: number, to: number, unit: Unit, { zone }: Pick<Inside, 'zone'>): number =>
  unit === 'days' ? daysBetween(from, to, zone) : (to - from) / units[unit]
