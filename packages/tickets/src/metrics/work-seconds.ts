import type { CalendarDefinition } from '@guanxi/core/calendar'
import type { Inside } from '../sla/inside.ts'
import { type Calendars, everyHour, type WorkTime } from '../sla/work-time.ts'

/**
 * The calendar by which the figures of a tenant count hours of business: the one that is its `main`, else the one that it has had for
 * longest; none: it has no calendar.
 */
export async function mainTime({ table }: Pick<Inside, 'table'>, calendars: Calendars): Promise<WorkTime | undefined> {
  const rows = await table('businessCalendar').remembered()
  const [first] = rows.toSorted(
    (a, b) => Number(b.main) - Number(a.main) || compare(a.createdAt, b.createdAt) || compare(a.id, b.id),
  )
  return first === undefined ? undefined : calendars.of(first.definition as CalendarDefinition)
}

/** Whole seconds of both clocks between two instants; of business null where nobody has said when that is. */
export function secondsBetween(time: WorkTime | undefined, from: string, to: string) {
  const whole = (counts: WorkTime) => Math.round(counts.between(from, to))
  return { calendar: whole(everyHour), business: time === undefined ? null : whole(time) }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
