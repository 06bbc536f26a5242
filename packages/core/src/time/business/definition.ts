/**
 * Open from one time to another, as a clock in the zone shows them: `HH:MM`, and `24:00` for the end of the day. An end that is
 * not after its start is on the next day: `['22:00', '06:00']` is a night shift, `['08:00', '08:00']` a whole day.
 *
 * @example
 * const morning: OpeningHours = ['09:00', '12:00']
 */
export type OpeningHours = readonly [from: string, to: string]

/**
 * A day, `YYYY-MM-DD`, on which nothing begins; with `recurring` the same month and day of every year, so that `02-29` comes in
 * leap years alone.
 *
 * @example
 * const christmas: Holiday = { date: '2026-12-25', recurring: true, name: 'Christmas' }
 */
export interface Holiday {
  readonly date: string
  readonly recurring?: boolean
  readonly name?: string
}

/**
 * When there is business: plain JSON, to be kept in a column as it is.
 *
 * A shift belongs to the day on which it begins. A night shift goes on into a holiday, and one that would begin on a holiday
 * does not take place, neither its evening nor its morning.
 *
 * @example
 * const shop: CalendarDefinition = {
 *   timeZone: 'Asia/Shanghai',
 *   week: { 1: [['09:00', '12:00'], ['13:30', '18:00']], 6: [['10:00', '16:00']] },
 *   holidays: [{ date: '2026-10-01', name: '国庆节' }],
 *   overrides: { '2026-10-10': [['09:00', '18:00']], '2026-12-31': [] },
 * }
 */
export interface CalendarDefinition {
  /** An IANA time zone. */
  readonly timeZone: string
  /** By ISO weekday, Monday is 1. A day that is not named is closed. */
  readonly week: { readonly [weekday in 1 | 2 | 3 | 4 | 5 | 6 | 7]?: readonly OpeningHours[] }
  readonly holidays?: readonly Holiday[]
  /** The hours of single days, whatever the weekday and the holidays say; none closes the day. */
  readonly overrides?: { readonly [date: string]: readonly OpeningHours[] }
}
