import * as Day from 'temporal-polyfill/fns/PlainDate'
import * as Zoned from 'temporal-polyfill/fns/ZonedDateTime'
import { nextJump, offsetOf, spanOf, startOf, zoned } from './calendar.ts'
import { addDuration, type Duration } from './duration.ts'

/** Instants from `from` on and before `to`; null is open. */
export interface Range {
  readonly from: number
  readonly to: number | null
}

/** More than any clamping of a day and any jump of a zone moves an instant. */
const slackDays = 5

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

/**
 * Where the distance may change, for events whose calendar part ends around `target`: all before the first lie outside,
 * all after the last inside.
 */
function cutsOf(target: number, { months, days }: Duration, zone: string): readonly number[] {
  const span = spanOf(months, days)
  const first = Day.subtractDays(Day.subtract(Zoned.toPlainDate(zoned(target, zone)), span), slackDays)
  const end = Day.addDays(first, 2 * slackDays + 1)
  const begin = startOf(first, zone)
  const jumps = jumpsWithin(begin, startOf(end, zone))
  const offsets = new Set([begin, ...jumps].map(offsetOf))
  // The clock after each jump at the arrival, as if it ran in UTC.
  const arrivals = jumpsWithin(startOf(Day.add(first, span), zone), startOf(Day.add(end, span), zone)).map(
    (jump) => jump.epochMilliseconds + Math.max(offsetOf(jump), offsetOf(Zoned.subtractNanoseconds(jump, 1))),
  )
  const cuts = new Set(jumps.map((jump) => jump.epochMilliseconds))
  for (let day = first; Day.compare(day, end) < 0; day = Day.addDays(day, 1)) {
    cuts.add(startOf(day, zone).epochMilliseconds)
    if (arrivals.length === 0) continue
    // Both sides share the clock: the time of day of the jump, on this day, in any offset that it may have.
    const [here, there] = [day, Day.add(day, span)].map((date) => startOf(date, 'UTC').epochMilliseconds)
    for (const clock of arrivals) for (const offset of offsets) cuts.add((here ?? 0) + clock - (there ?? 0) - offset)
  }
  return [...cuts].sort((a, b) => a - b)
}

function jumpsWithin(start: Zoned.Record, end: Zoned.Record): Zoned.Record[] {
  const found: Zoned.Record[] = []
  for (let at = nextJump(start); at !== null; at = nextJump(at)) {
    if (at.epochMilliseconds > end.epochMilliseconds) break
    found.push(at)
  }
  return found
}

/** The same for days, each standing for its first instant. */
export function daysOf(now: number, duration: Duration, zone: string): readonly { from: string; to: string | null }[] {
  const { months, days } = duration
  const middle = Day.subtract(Zoned.toPlainDate(zoned(now - duration.ms, zone)), spanOf(months, days))
  const ranges: { from: string; to: string | null }[] = []
  for (let i = -slackDays; i <= slackDays; i++) {
    const day = Day.addDays(middle, i)
    const within = addDuration(startOf(day, zone).epochMilliseconds, duration, zone) > now
    const last = ranges.at(-1)
    const open = last?.to === null
    if (within && !open) ranges.push({ from: Day.toString(day), to: null })
    if (!within && open) last.to = Day.toString(day)
  }
  return ranges
}
