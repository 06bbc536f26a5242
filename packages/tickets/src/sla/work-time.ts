import { type BusinessCalendar, businessCalendar, type CalendarDefinition } from '@guanxi/core/calendar'

/** Time as a clock counts it: business hours, or every hour. Instants are in UTC to the millisecond. */
export type WorkTime = Pick<BusinessCalendar, 'add' | 'between' | 'nextOpen'>

/** Every second counts. */
export const everyHour: WorkTime = {
  add: (from, seconds) => new Date(Date.parse(from) + Math.round(seconds * 1000)).toISOString(),
  between: (from, to) => (Date.parse(to) - Date.parse(from)) / 1000,
  nextOpen: (at) => at,
}

/** Calendars that were made, by what defines them: a calendar remembers the days that it was asked about. */
export class Calendars {
  readonly #made = new WeakMap<CalendarDefinition, BusinessCalendar>()

  of(definition: CalendarDefinition): BusinessCalendar {
    const made = this.#made.get(definition) ?? businessCalendar(definition)
    this.#made.set(definition, made)
    return made
  }
}
