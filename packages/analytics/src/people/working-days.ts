import { invalid } from '@guanxi/core'
import { businessCalendar } from '@guanxi/core/calendar'
import type { Inside } from '../inside.ts'
import type { WorkingDays } from './working-days-shape.ts'

const whole: [string, string][] = [['00:00', '24:00']]
const furthest = 366 * 20

/** Counts the working days from a day on, before another. */
export function workingDays(
  { add, zone }: Inside,
  { week = [1, 2, 3, 4, 5], holidays = [], workdays = [] }: WorkingDays = {},
) {
  const calendar = businessCalendar({
    timeZone: zone,
    week: Object.fromEntries(week.map((day) => [day, whole])),
    holidays: holidays.map((date) => ({ date })),
    overrides: Object.fromEntries(workdays.map((day) => [day, whole])),
  })
  return (from: string, to: string): number => {
    let n = 0
    let days = 0
    for (let day = from; day < to; day = add(day, 'P1D')) {
      if (++days > furthest) throw invalid('to', 'is more than twenty years after from')
      if (calendar.windowsOf(day).length > 0) n++
    }
    return n
  }
}
