import * as Day from 'temporal-polyfill/fns/PlainDate'
import * as Wall from 'temporal-polyfill/fns/PlainDateTime'
import * as Time from 'temporal-polyfill/fns/PlainTime'
import { nextJump, startOf, zoned } from '../calendar.ts'
import { minutesOfDay } from './shift.ts'

const length = minutesOfDay * 60_000

/** A day of a zone. */
export interface LocalDay {
  readonly day: Day.Record
  /** Its first instant. */
  readonly start: number
  /** Whether its clock runs from 00:00 to 24:00 without a jump. */
  readonly isEven: boolean
}

/** The days of a zone from one on, without an end. */
export function* localDays(first: Day.Record, zone: string): Generator<LocalDay, never> {
  let start = startOf(first, zone).epochMilliseconds
  let jump = jumpFrom(start, zone)
  for (let day = first; ; ) {
    const isEven = jump > start + length
    yield { day, start, isEven }
    day = Day.addDays(day, 1)
    start = isEven ? start + length : startOf(day, zone).epochMilliseconds
    if (jump < start) jump = jumpFrom(start, zone)
  }
}

/** The instant of a time of a day, in minutes from midnight. */
export function instantAt({ day, start, isEven }: LocalDay, minutes: number, zone: string): number {
  return isEven ? start + minutes * 60_000 : firstShown(day, minutes, zone)
}

/**
 * When a clock in the zone first shows a time. One that comes twice is the first of them, one that is skipped the jump over it:
 * so times keep their order, and what lies between them is never negative.
 */
function firstShown(day: Day.Record, minutes: number, zone: string): number {
  const wall = Day.toPlainDateTime(day, Time.create(Math.floor(minutes / 60), minutes % 60))
  const earlier = Wall.toZonedDateTime(wall, zone, { disambiguation: 'earlier' })
  // Temporal takes the later reading of what is skipped, and the earlier one of all else.
  const isSkipped = Wall.toZonedDateTime(wall, zone).epochMilliseconds !== earlier.epochMilliseconds
  return (isSkipped ? nextJump(earlier) : undefined)?.epochMilliseconds ?? earlier.epochMilliseconds
}

/** The first jump of a zone's clock at an instant or after it. */
function jumpFrom(ms: number, zone: string): number {
  return nextJump(zoned(ms - 1, zone))?.epochMilliseconds ?? Number.POSITIVE_INFINITY
}
