import * as Day from 'temporal-polyfill/fns/PlainDate'
import { invalid } from '../../error/index.ts'
import { dayOf } from '../calendar.ts'
import { isDate } from '../instant.ts'
import type { Holiday } from './definition.ts'

/**
 * A holiday as the package `date-holidays` tells it.
 *
 * @example
 * const unity: DateHoliday = {
 *   date: '2026-10-03 00:00:00',
 *   start: new Date('2026-10-02T22:00:00Z'),
 *   end: new Date('2026-10-03T22:00:00Z'),
 *   name: 'Tag der Deutschen Einheit',
 *   type: 'public',
 * }
 */
export interface DateHoliday {
  readonly date: string
  readonly start: Date
  readonly end: Date
  readonly name: string
  readonly type: string
}

/**
 * Holidays from the package `date-holidays`, of over two hundred countries and their states: the whole days of the types that
 * are named. Half days (Christmas Eve from 14:00) close nothing: give such a day its hours under `overrides`.
 *
 * @example
 * import DateHolidays from 'date-holidays'
 * const holidays = fromDateHolidays(new DateHolidays('DE', 'by').getHolidays(2026))
 * const munich = businessCalendar({ timeZone: 'Europe/Berlin', week: { 1: [['09:00', '17:00']] }, holidays })
 */
export function fromDateHolidays(holidays: Iterable<DateHoliday>, types: readonly string[] = ['public']): Holiday[] {
  return [...holidays].flatMap((holiday, i) => {
    const { date, name, type } = holiday
    if (!types.includes(type)) return []
    if (!isDate(date.slice(0, 10)))
      throw invalid(`holidays[${i}].date`, 'expected a day', 'Such as 2026-10-03 00:00:00.')
    const first = dayOf(date.slice(0, 10))
    return Array.from({ length: wholeDays(holiday) }, (_, days) => ({
      date: Day.toString(Day.addDays(first, days)),
      name,
    }))
  })
}

const hour = 3_600_000

/** How many days it takes from its first midnight on; a day with a jump of the clock has an hour or two less. */
function wholeDays({ date, start, end }: DateHoliday): number {
  const isAtMidnight = /^.{10}(?: 00:00:00|$)/.test(date)
  return isAtMidnight ? Math.floor((end.getTime() - start.getTime() + 2 * hour) / (24 * hour)) : 0
}
