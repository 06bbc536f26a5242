import { invalid } from '../../error/index.ts'
import { dayOf } from '../calendar.ts'
import { epochOf, formatInstant, isDate, isInstant, parseInstant } from '../instant.ts'
import type { CalendarDefinition } from './definition.ts'
import { openTimesOn } from './open-times.ts'
import { planOf } from './plan.ts'
import { Timeline } from './timeline.ts'

/**
 * A time during which a calendar is open: instants from `from` on and before `to`.
 *
 * @example
 * const hours = ({ from, to }: OpenWindow) => (Date.parse(to) - Date.parse(from)) / 3_600_000
 */
export interface OpenWindow {
  readonly from: string
  readonly to: string
}

/**
 * Business time. Instants are ISO 8601 texts with an offset, and come back in UTC; business time is in seconds, exact to the
 * millisecond.
 *
 * @example
 * const calendar: BusinessCalendar = businessCalendar({ timeZone: 'Europe/Berlin', week: { 1: [['09:00', '17:00']] } })
 */
export interface BusinessCalendar {
  readonly timeZone: string

  /**
   * The instant after so many open seconds. What ends with a time of business ends at its close, not when it opens next; less
   * than nothing counts back, to an opening and not the close before it; nothing is the instant itself.
   *
   * @throws CrmError `CALENDAR_CLOSED`: the calendar is closed for ten years. `INVALID`: no instant or number, or more than a
   * hundred years away.
   *
   * @example
   * const shop = businessCalendar({ timeZone: 'Asia/Shanghai', week: { 1: [['09:00', '18:00']], 2: [['09:00', '18:00']] } })
   * const due = shop.add('2026-09-21T17:00:00+08:00', 4 * 3600) // 2026-09-22T04:00:00.000Z
   * const warnAt = shop.add(due, -45 * 60) // 2026-09-22T03:15:00.000Z
   */
  add(from: string, seconds: number): string

  /** The open seconds from one instant to another, negative if it is the earlier one; they are at most a hundred years apart. */
  between(from: string, to: string): number

  /** Whether it is open: at its opening it is, at its close no longer. */
  isOpen(at: string): boolean

  /** The instant itself if it is open, or when it opens next. Throws `CALENDAR_CLOSED` as `add` does. */
  nextOpen(at: string): string

  /** The times that begin on a day, `YYYY-MM-DD`; a night shift ends on the next. */
  windowsOf(date: string): readonly OpenWindow[]
}

/**
 * Makes a calendar of its definition, which it checks. Make it once and keep it: it remembers the days that it was asked about,
 * so that a question, over a year too, is a search among them.
 *
 * The clock on the wall counts. When it is put forward or back, a night shift has an hour less or more. A time that is skipped
 * is the moment of the jump; a time that comes twice is the first of them.
 *
 * @throws CrmError `INVALID`, `UNKNOWN_KEY` at a path of the definition.
 *
 * @example
 * const office = businessCalendar({
 *   timeZone: 'Asia/Shanghai',
 *   week: { 5: [['09:00', '12:00'], ['13:30', '18:00']] },
 * })
 * office.add('2026-09-18T11:30:00+08:00', 4 * 3600) // 2026-09-18T09:00:00.000Z
 * office.between('2026-09-18T00:00:00+08:00', '2026-09-19T00:00:00+08:00') // 27000
 */
export function businessCalendar(definition: CalendarDefinition): BusinessCalendar {
  const plan = planOf(definition)
  const timeline = new Timeline(plan)
  return Object.freeze<BusinessCalendar>({
    timeZone: plan.zone,
    add: (from, seconds) => textOf('seconds', timeline.add(instantOf('from', from), millisecondsOf(seconds))),
    between: (from, to) => timeline.between(instantOf('from', from), instantOf('to', to)) / 1000,
    isOpen: (at) => timeline.isOpen(instantOf('at', at)),
    nextOpen: (at) => textOf('at', timeline.nextOpen(instantOf('at', at))),
    windowsOf(date) {
      if (typeof date !== 'string' || !isDate(date)) throw invalid('date', 'expected a day', 'Such as 2026-03-16.')
      return openTimesOn(dayOf(date), plan).map(({ from, to }) => ({
        from: textOf('date', from),
        to: textOf('date', to),
      }))
    },
  })
}

function instantOf(path: string, text: string): number {
  const instant = typeof text === 'string' ? parseInstant(text) : undefined
  if (instant === undefined) throw invalid(path, 'expected an instant', 'Such as 2026-03-16T09:00:00+08:00.')
  return epochOf(instant)
}

function millisecondsOf(seconds: number): number {
  const ms = typeof seconds === 'number' ? Math.sign(seconds) * Math.round(Math.abs(seconds) * 1000) : Number.NaN
  if (!Number.isSafeInteger(ms)) throw invalid('seconds', 'expected a number of seconds', 'An hour is 3600.')
  return ms
}

function textOf(path: string, ms: number): string {
  if (!isInstant(ms)) throw invalid(path, 'leads out of the years 0001 to 9999', 'Stay within them.')
  return formatInstant(ms)
}
