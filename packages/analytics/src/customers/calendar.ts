import { invalid } from '@guanxi/core'
import * as z from 'zod'
import type { Inside } from '../inside.ts'

/** A calendar period of cohorts. Weeks start on Monday. */
export const periodNames = z.enum(['week', 'month', 'quarter', 'year'])
export type PeriodName = z.infer<typeof periodNames>

const lengths: Readonly<Record<PeriodName, string>> = { week: 'P7D', month: 'P1M', quarter: 'P3M', year: 'P1Y' }
/** A square of them must be small enough to be answered. */
const most = 400

/** The first day of the period that a day lies in. */
export function firstDay(day: string, period: PeriodName, { add }: Pick<Inside, 'add'>): string {
  const month = Number(day.slice(5, 7))
  switch (period) {
    // The first of January 1970 was a Thursday.
    case 'week':
      return add(day, `-P${(dayNumber(day) + 3) % 7}D`)
    case 'month':
      return `${day.slice(0, 7)}-01`
    case 'quarter':
      return `${day.slice(0, 5)}${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`
    case 'year':
      return `${day.slice(0, 4)}-01-01`
  }
}

/** The first days of the periods that have a day between two of them, `last` included. */
export function periodsBetween(first: string, last: string, period: PeriodName, inside: Pick<Inside, 'add'>): string[] {
  const days: string[] = []
  for (let day = firstDay(first, period, inside); day <= last; day = inside.add(day, lengths[period])) {
    if (days.length === most) throw invalid('to', `makes more than ${most} periods`, 'Ask for longer periods.')
    days.push(day)
  }
  return days
}

/** The first day after a period. */
export const dayAfter = (first: string, period: PeriodName, { add }: Pick<Inside, 'add'>): string =>
  add(first, lengths[period])

/** A day as a count of days since 1970. */
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000
