import { Temporal } from 'temporal-polyfill'

/**
 * The bucket of a day or instant, as the query language spells it: the first day of the period, or the hour.
 *
 * @example
 * bucketOf('2026-03-18T20:00:00.000Z', 'week', 'Asia/Shanghai') // 2026-03-16, a Monday
 */
export function bucketOf(value: string, unit: string, zone: string): string {
  if (value.length === 10) return startOf(Temporal.PlainDate.from(value), unit).toString()
  const local = Temporal.Instant.from(value).toZonedDateTimeISO(zone).toPlainDateTime()
  if (unit === 'hour') return local.toString().slice(0, 13)
  return startOf(local.toPlainDate(), unit).toString()
}

function startOf(date: Temporal.PlainDate, unit: string): Temporal.PlainDate {
  switch (unit) {
    case 'day':
      return date
    case 'week':
      return date.subtract({ days: date.dayOfWeek - 1 })
    case 'month':
      return date.with({ day: 1 })
    case 'quarter':
      return date.with({ month: date.month - ((date.month - 1) % 3), day: 1 })
    case 'year':
      return date.with({ month: 1, day: 1 })
    default:
      throw new TypeError(`no bucket ${unit}`)
  }
}
