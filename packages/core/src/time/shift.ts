import * as Day from 'temporal-polyfill/fns/PlainDate'
import { invalid } from '../error/index.ts'
import { dayOf, spanOf } from './calendar.ts'
import { addDuration, parseDuration } from './duration.ts'
import { epochOf, formatInstant, isDate, parseInstant } from './instant.ts'

/**
 * An instant or a calendar day plus an ISO 8601 duration: `P3D`, `PT36H`, or `-P1M` to go back. Calendar units are counted in
 * the zone, and a day that a month does not have becomes its last one. What comes out is what went in: an instant, or a day.
 *
 * @throws CrmError `INVALID`: no instant or day, no duration, or hours added to a day.
 *
 * @example
 * shiftTime('2026-01-31', 'P1M', 'Asia/Shanghai') // 2026-02-28
 */
export function shiftTime(from: string, by: string, zone: string): string {
  const sign = by.startsWith('-') ? -1 : 1
  const duration = parseDuration(sign === -1 ? by.slice(1) : by)
  if (duration === undefined) throw invalid('duration', 'expected an ISO 8601 duration', 'Such as P3D or PT36H.')
  if (isDate(from)) {
    const { months, days, ms } = duration
    if (ms !== 0) throw invalid('duration', 'expected whole days to add to a day', 'Such as P3D.')
    return Day.toString(Day.add(dayOf(from), spanOf(sign * months, sign * days)))
  }
  const instant = parseInstant(from)
  if (instant === undefined) throw invalid('from', 'expected an instant or a day')
  return formatInstant(addDuration(epochOf(instant), duration, zone, sign))
}
