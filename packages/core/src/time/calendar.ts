import * as Span from 'temporal-polyfill/fns/Duration'
import * as Instant from 'temporal-polyfill/fns/Instant'
import * as Day from 'temporal-polyfill/fns/PlainDate'
import * as Zoned from 'temporal-polyfill/fns/ZonedDateTime'

/** A calendar day, `YYYY-MM-DD`. */
export function dayOf(text: string): Day.Record {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  return Day.create(year, month, day)
}

/** Calendar units, counted one after the other: first the months, where a day is clamped, then the days. */
export const spanOf = (months: number, days: number): Span.Record => Span.fromFields({ months, days })

/** An instant with the calendar and clock of a zone. */
export const zoned = (ms: number, zone: string): Zoned.Record =>
  Instant.toZonedDateTimeISO(Instant.fromEpochMilliseconds(ms), zone)

/** The first instant of a day in a zone, which is not always midnight. */
export const startOf = (day: Day.Record, zone: string): Zoned.Record => Day.toZonedDateTime(day, zone)

/** The next change of a zone's clock. */
export const nextJump = (at: Zoned.Record): Zoned.Record | null => Zoned.getTimeZoneTransition(at, 'next')

/** The offset of a zoned instant in milliseconds. */
export const offsetOf = (at: Zoned.Record): number => Zoned.offsetNanoseconds(at) / 1e6
