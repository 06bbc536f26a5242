import { Temporal } from 'temporal-polyfill'
import { addDuration, type Duration } from './duration.ts'
import { offsetOf, zoned } from './zone.ts'

/** Instants from `from` on and before `to`; null is open. */
export interface Range {
  readonly from: number
  readonly to: number | null
}

/** More than any clamping of a day and any jump of a zone moves an instant. */
const slackDays = 7

/**
 * The events that lie within a duration of now: those with `now < event + duration`. Mostly one range, open at its end;
 * but at month ends days are clamped (28, 29, 30 and 31 May plus nine months are all 28 February, each with its own time of
 * day), and then it is several.
 */
export function windowOf(now: number, duration: Duration, zone: string): readonly Range[] {
  if (duration.months === 0 && duration.days === 0) return [{ from: now - duration.ms + 1, to: null }]
  const cuts = cutsOf(now - duration.ms, duration, zone)
  const ranges: { from: number; to: number | null }[] = []
  for (const [i, start] of cuts.entries()) {
    const end = cuts[i + 1] ?? null
    // Between two cuts adding the duration moves every event by the same distance.
    const moved = addDuration(start, duration, zone) - start
    const from = end === null ? start : Math.max(start, now - moved + 1)
    if (end !== null && from >= end) continue
    const last = ranges.at(-1)
    if (last !== undefined && last.to === from) last.to = end
    else ranges.push({ from, to: end })
  }
  return ranges
}

/** Where the distance may change, for events whose calendar part ends around `target`: all before the first lie outside, all after the last inside. */
function cutsOf(target: number, { months, days }: Duration, zone: string): readonly number[] {
  const cuts = new Set<number>()
  const span = Temporal.Duration.from({ months, days })
  const middle = zoned(target, zone).toPlainDate().subtract(span)
  for (let i = -slackDays; i <= slackDays; i++) {
    const day = middle.add({ days: i })
    const start = day.toZonedDateTime(zone)
    const end = day.add({ days: 1 }).toZonedDateTime(zone)
    cuts.add(start.epochMilliseconds)
    const offsets = new Set([offsetOf(start)])
    for (const jump of jumpsWithin(start, end)) {
      cuts.add(jump.epochMilliseconds)
      offsets.add(offsetOf(jump))
    }
    // A jump of the zone on the day of arrival, by the clock that both sides share, brought back to this day.
    const arrival = day.add(span)
    const arrivalEnd = arrival.add({ days: 1 }).toZonedDateTime(zone)
    for (const jump of jumpsWithin(arrival.toZonedDateTime(zone), arrivalEnd)) {
      const before = offsetOf(jump.subtract({ nanoseconds: 1 }))
      const clock = jump.epochMilliseconds + Math.max(before, offsetOf(jump)) - dayOf(arrival)
      for (const offset of offsets) cuts.add(dayOf(day) + clock - offset)
    }
  }
  return [...cuts].sort((a, b) => a - b)
}

function jumpsWithin(start: Temporal.ZonedDateTime, end: Temporal.ZonedDateTime): Temporal.ZonedDateTime[] {
  const found: Temporal.ZonedDateTime[] = []
  for (let at = start.getTimeZoneTransition('next'); at !== null; at = at.getTimeZoneTransition('next')) {
    if (at.epochMilliseconds > end.epochMilliseconds) break
    found.push(at)
  }
  return found
}

const dayOf = (date: Temporal.PlainDate): number => date.toZonedDateTime('UTC').epochMilliseconds

/** The same for days, each standing for its first instant. */
export function daysOf(now: number, duration: Duration, zone: string): readonly { from: string; to: string | null }[] {
  const { months, days } = duration
  const middle = zoned(now - duration.ms, zone)
    .toPlainDate()
    .subtract({ months, days })
  const ranges: { from: string; to: string | null }[] = []
  for (let i = -slackDays; i <= slackDays; i++) {
    const day = middle.add({ days: i })
    const within = addDuration(day.toZonedDateTime(zone).epochMilliseconds, duration, zone) > now
    const last = ranges.at(-1)
    const open = last?.to === null
    if (within && !open) ranges.push({ from: day.toString(), to: null })
    if (!within && open) last.to = day.toString()
  }
  return ranges
}
