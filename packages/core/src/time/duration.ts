import * as Zoned from 'temporal-polyfill/fns/ZonedDateTime'
import { spanOf, zoned } from './calendar.ts'

/**
 * A span of time: a calendar part, whose length depends on where it is counted from, and an exact part.
 *
 * @example
 * const quarter: Duration = { months: 3, days: 0, ms: 0 }
 */
export interface Duration {
  readonly months: number
  readonly days: number
  /** Exact milliseconds. */
  readonly ms: number
}

const iso =
  /^P(?=[\dT])(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,3}))?S)?)?$/

const maxDays = 366_000

/**
 * Reads an ISO 8601 duration of at most a thousand years: years, months, weeks and days are calendar units (`P3M`,
 * `P1D`), hours, minutes and seconds are exact (`PT2160H`), both together are added in this order. Undefined if it is not one.
 *
 * @example
 * parseDuration('P3M') // { months: 3, days: 0, ms: 0 }
 * parseDuration('three months') // undefined
 */
export function parseDuration(text: string): Duration | undefined {
  const match = text.length > 64 ? null : iso.exec(text)
  if (match === null) return undefined
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1, 8)
    .map((part) => Number(part ?? 0))
  const exact = (hours * 60 + minutes) * 60_000 + seconds * 1000 + Number((match[8] ?? '').padEnd(3, '0'))
  const duration = { months: years * 12 + months, days: weeks * 7 + days, ms: exact }
  const length = duration.months * 31 + duration.days + exact / 86_400_000
  return length <= maxDays ? duration : undefined
}

/**
 * Epoch milliseconds plus (or, with `sign` -1, minus) a duration in a zone; the day is clamped: 31 May and a month is 30 June.
 *
 * @example
 * const later = addDuration(epochOf('2026-05-31T00:00:00.000Z'), { months: 1, days: 0, ms: 0 }, 'UTC')
 * formatInstant(later) // 2026-06-30T00:00:00.000Z
 */
export function addDuration(ms: number, duration: Duration, zone: string, sign: 1 | -1 = 1): number {
  const { months, days } = duration
  if (months === 0 && days === 0) return ms + sign * duration.ms
  return Zoned.add(zoned(ms, zone), spanOf(sign * months, sign * days)).epochMilliseconds + sign * duration.ms
}
