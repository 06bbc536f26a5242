const canonical = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const iso =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:Z|([+-])(\d\d)(?::?(\d\d))?)$|^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(?:(\d\d)(?:[.,](\d{1,9}))?)?(?:Z|([+-])(\d\d)(?:(\d\d))?)$/i

/** The first and the last instant that can be kept: of the years 0001 to 9999 in every zone. */
const earliest = Date.parse('0001-01-02T00:00:00.000Z')
const latest = Date.parse('9999-12-30T23:59:59.999Z')

/**
 * The canonical spelling `YYYY-MM-DDTHH:mm:ss.sssZ` of an ISO 8601 text with an offset; undefined if it is not one, or
 * outside of the years 0001 to 9999. Fractions are cut to milliseconds.
 *
 * @example
 * parseInstant('2026-03-16T09:00:00+08:00') // 2026-03-16T01:00:00.000Z
 * parseInstant('2026-03-16') // undefined: a day is no instant
 */
export function parseInstant(text: string): string | undefined {
  if (canonical.test(text)) return isCanonical(text) && isInstant(Date.parse(text)) ? text : undefined
  const match = iso.exec(text)
  if (match === null) return undefined
  const [year, month, day, hour, minute, second, fraction, sign, offsetHour, offsetMinute] =
    match[1] === undefined ? match.slice(11) : match.slice(1)
  if (!isDate(`${year}-${month}-${day}`) || !isTime(hour, minute, second ?? '0')) return undefined
  if (!isTime(offsetHour ?? '0', offsetMinute ?? '0', '0')) return undefined
  const ms = Number((fraction ?? '').slice(0, 3).padEnd(3, '0'))
  const local = Date.parse(`${year}-${month}-${day}T00:00:00.000Z`) + clock(hour, minute, second) + ms
  const offset = clock(offsetHour, offsetMinute, undefined) * (sign === '-' ? -1 : 1)
  return isInstant(local - offset) ? formatInstant(local - offset) : undefined
}

/**
 * The canonical spelling of epoch milliseconds, which must lie in the years 0001 to 9999.
 *
 * @example
 * formatInstant(0) // 1970-01-01T00:00:00.000Z
 */
export function formatInstant(ms: number): string {
  return new Date(ms).toISOString()
}

/**
 * Epoch milliseconds of a canonical spelling.
 *
 * @example
 * epochOf('1970-01-01T00:00:01.000Z') // 1000
 */
export function epochOf(instant: string): number {
  return Date.parse(instant)
}

/**
 * Whether epoch milliseconds lie in the years that can be kept.
 *
 * @example
 * isInstant(Date.UTC(2026, 2, 16)) // true
 * isInstant(Number.MAX_SAFE_INTEGER) // false
 */
export function isInstant(ms: number): boolean {
  return Number.isSafeInteger(ms) && ms >= earliest && ms <= latest
}

/**
 * Whether a text is the strict spelling `YYYY-MM-DD` of a day that exists, in the years 0001 to 9999.
 *
 * @example
 * isDate('2026-02-28') // true
 * isDate('2026-02-30') // false
 */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  const day = Number(text.slice(8))
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

function isCanonical(text: string): boolean {
  return isDate(text.slice(0, 10)) && isTime(text.slice(11, 13), text.slice(14, 16), text.slice(17, 19))
}

function isTime(hour: string | undefined, minute: string | undefined, second: string | undefined): boolean {
  return Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60
}

function clock(hour: string | undefined, minute: string | undefined, second: string | undefined): number {
  return (Number(hour ?? 0) * 60 + Number(minute ?? 0)) * 60_000 + Number(second ?? 0) * 1000
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
