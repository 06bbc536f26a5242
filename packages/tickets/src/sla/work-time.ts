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
  readonly #made = new Map<string, BusinessCalendar>()

  of(definition: CalendarDefinition): BusinessCalendar {
    const text = JSON.stringify(definition)
    const known = this.#made.get(text)
    if (known !== undefined) return known
    const [oldest] = this.#made.keys()
    if (oldest !== undefined && this.#made.size >= most) this.#made.delete(oldest)
    const made = businessCalendar(definition)
    this.#made.set(text, made)
    return made
  }
}

const most = 64
