import * as Day from 'temporal-polyfill/fns/PlainDate'
import * as Zoned from 'temporal-polyfill/fns/ZonedDateTime'
import { zoned } from '../calendar.ts'
import type { Plan } from './plan.ts'
import { minutesOfDay } from './shift.ts'
import { instantAt, localDays } from './wall.ts'

/** Instants from `from` on and before `to`. */
export interface OpenTime {
  readonly from: number
  readonly to: number
}

/** All times between two instants, cut off there; those that touch are one. */
export function openTimes(from: number, to: number, plan: Plan): readonly OpenTime[] {
  const times: { from: number; to: number }[] = []
  // What began on the day before may still go on.
  const first = Day.subtractDays(Zoned.toPlainDate(zoned(from, plan.zone)), 1)
  for (const { start, opens } of daysFrom(first, plan)) {
    if (start >= to) break
    for (const time of opens) {
      const [opening, close] = [Math.max(time.from, from), Math.min(time.to, to)]
      if (opening >= close) continue
      const last = times.at(-1)
      if (last?.to === opening) last.to = close
      else times.push({ from: opening, to: close })
    }
  }
  return times
}

/** The times that begin on a day; what a jump of the clock skips is not among them. */
export function openTimesOn(day: Day.Record, plan: Plan): readonly OpenTime[] {
  return daysFrom(day, plan).next().value.opens
}

/** The days from one on, each with the times that begin on it. */
function* daysFrom(
  first: Day.Record,
  { zone, shiftsOn }: Plan,
): Generator<{ readonly start: number; readonly opens: readonly OpenTime[] }, never> {
  const days = localDays(first, zone)
  for (let today = days.next().value; ; ) {
    const [here, tomorrow] = [today, days.next().value]
    const at = (minutes: number): number =>
      minutes < minutesOfDay ? instantAt(here, minutes, zone) : instantAt(tomorrow, minutes - minutesOfDay, zone)
    const opens = shiftsOn(here.day).map(({ from, to }) => ({ from: at(from), to: at(to) }))
    yield { start: here.start, opens: opens.filter(({ from, to }) => from < to) }
    today = tomorrow
  }
}
