import type { CalendarDefinition, OpeningHours } from '../../src/calendar-entry.ts'

/** What a clock on the wall shows, of a minute. */
interface Shown {
  readonly date: string
  /** The date before it. */
  readonly before: string
  /** Minutes since midnight. */
  readonly time: number
}

/**
 * The minutes of a zone, as the platform spells them one by one. A clock that is put back stands still until it has caught up:
 * what it shows a second time was there already.
 */
export class WallMinutes {
  readonly from: number
  readonly #shown: readonly Shown[]

  constructor(timeZone: string, from: string, days: number) {
    this.from = Date.parse(from)
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    let [latest, today, yesterday] = ['', '', '']
    this.#shown = Array.from({ length: days * 1440 }, (_, i) => {
      const text = format.format(this.from + i * 60_000)
      if (text > latest) latest = text
      const date = latest.slice(0, 10)
      if (date !== today) [today, yesterday] = [date, dayBefore(date)]
      return { date, before: yesterday, time: Number(latest.slice(11, 13)) * 60 + Number(latest.slice(14, 16)) }
    })
  }

  get length(): number {
    return this.#shown.length
  }

  instant(minute: number): string {
    return new Date(this.from + minute * 60_000).toISOString()
  }

  /** Of each minute, whether a calendar is open. */
  open(calendar: CalendarDefinition): readonly boolean[] {
    const known = new Map<string, readonly OpeningHours[]>()
    const hours = (date: string) => {
      const found = known.get(date) ?? hoursOf(calendar, date)
      known.set(date, found)
      return found
    }
    return this.#shown.map(({ date, before, time }) => {
      const evening = hours(date).some(([from, to]) => {
        const [begin, end] = [minutes(from), minutes(to)]
        return time >= begin && (end <= begin || time < end)
      })
      const morning = hours(before).some(([from, to]) => {
        const [begin, end] = [minutes(from), minutes(to)]
        return end <= begin && time < end
      })
      return evening || morning
    })
  }
}

function hoursOf({ week, holidays = [], overrides = {} }: CalendarDefinition, date: string): readonly OpeningHours[] {
  const own = overrides[date]
  if (own !== undefined) return own
  const isHoliday = holidays.some((holiday) =>
    holiday.recurring === true ? holiday.date.endsWith(date.slice(4)) : holiday.date === date,
  )
  if (isHoliday) return []
  const weekday = new Intl.DateTimeFormat('en', { timeZone: 'UTC', weekday: 'short' }).format(Date.parse(date))
  const number = (['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(weekday) + 1) as 1 | 2 | 3 | 4 | 5 | 6 | 7
  return week[number] ?? []
}

const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

const dayBefore = (date: string): string => new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10)
