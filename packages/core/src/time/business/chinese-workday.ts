import * as Day from 'temporal-polyfill/fns/PlainDate'
import { invalid } from '../../error/index.ts'
import type { CalendarDefinition, Holiday, OpeningHours } from './definition.ts'

/**
 * What is asked of the package `chinese-workday`.
 *
 * @example
 * import * as source from 'chinese-workday'
 * const chineseWorkday: ChineseWorkday = source
 */
export interface ChineseWorkday {
  isWorkday(date: string): boolean
  getFestival(date: string): string
}

/**
 * The holidays of a year in China and its make-up workdays (调休), from the package `chinese-workday`: days off are `holidays`,
 * Saturdays and Sundays on which one works are `overrides` with the hours given.
 *
 * @throws CrmError `INVALID`: the package does not know the year yet. It is published each November.
 *
 * @example
 * import * as chineseWorkday from 'chinese-workday'
 * const hours: OpeningHours[] = [['09:00', '12:00'], ['13:30', '18:00']]
 * const calendar = businessCalendar({
 *   timeZone: 'Asia/Shanghai',
 *   week: { 1: hours, 2: hours, 3: hours, 4: hours, 5: hours },
 *   ...fromChineseWorkday(chineseWorkday, 2026, hours),
 * })
 */
export function fromChineseWorkday(
  source: ChineseWorkday,
  year: number,
  hours: readonly OpeningHours[],
): Required<Pick<CalendarDefinition, 'holidays' | 'overrides'>> {
  if (!Number.isInteger(year) || year < 1 || year > 9999) throw invalid('year', 'expected a year', 'Such as 2026.')
  const holidays: Holiday[] = []
  const overrides: Record<string, readonly OpeningHours[]> = {}
  for (let day = Day.create(year, 1, 1); isIn(day, year); day = Day.addDays(day, 1)) {
    const date = Day.toString(day)
    const isWeekend = Day.dayOfWeek(day) > 5
    const works = source.isWorkday(date)
    const name = source.getFestival(date)
    if (works && isWeekend) overrides[date] = hours
    if (!works && !(isWeekend && name === '周末')) holidays.push({ date, name })
  }
  if (holidays.length === 0)
    throw invalid('year', `has no holidays in chinese-workday: ${year}`, 'Install the version that knows the year.')
  return { holidays, overrides }
}

const isIn = (day: Day.Record, year: number): boolean => Day.compare(day, Day.create(year + 1, 1, 1)) < 0
