import { invalid } from '@guanxi/core'
import * as z from 'zod'
import { type Calendar, shifted, startOf } from '../period/grain.ts'

/** A calendar period of cohorts. */
export const periodNames = z.enum(['week', 'month', 'quarter', 'year'])
export type PeriodName = z.infer<typeof periodNames>

/** A square of them must be small enough to be answered. */
const most = 400

/** The first days of the periods that have a day between two of them, `last` included. */
export function periodsBetween(first: string, last: string, period: PeriodName, inside: Calendar): string[] {
  const days: string[] = []
  for (let day = startOf(first, period); day <= last; day = shifted(day, period, 1, inside)) {
    if (days.length === most) throw invalid('to', `makes more than ${most} periods`, 'Ask for longer periods.')
    days.push(day)
  }
  return days
}
