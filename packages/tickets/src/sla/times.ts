import type { CalendarDefinition } from '@guanxi/core/calendar'
import { later, type Snapshot } from './clock.ts'
import type { Inside } from './inside.ts'
import type { SlaPolicy } from './policy.ts'
import { type Calendars, everyHour, type WorkTime } from './work-time.ts'

type Counted = Pick<Snapshot, 'clock' | 'calendarId'>

export interface Times {
  /** How the time of a policy counts. */
  of(policy: Counted): WorkTime
  /** When a policy, or its calendar, was last changed. */
  changedAt(policy: SlaPolicy): string
}

/** The times of some policies. A calendar that was thrown away counts on for those that have it. */
export async function timesOf(
  { table }: Pick<Inside, 'table'>,
  calendars: Calendars,
  policies: readonly Counted[],
): Promise<Times> {
  const ids = policies.flatMap(({ clock, calendarId }) => (clock === 'business' ? (calendarId ?? []) : []))
  const rows = ids.length === 0 ? [] : await table('businessCalendar').remembered('with')
  const made = new Map(
    rows
      .filter(({ id }) => ids.includes(id))
      .map((row) => [row.id, { row, time: calendars.of(row.definition as CalendarDefinition) }]),
  )
  const calendarOf = ({ clock, calendarId }: Counted) => (clock === 'business' ? made.get(calendarId ?? '') : undefined)
  return {
    of: (policy) => calendarOf(policy)?.time ?? everyHour,
    changedAt: (policy) => later(policy.updatedAt, calendarOf(policy)?.row.updatedAt ?? policy.updatedAt),
  }
}
