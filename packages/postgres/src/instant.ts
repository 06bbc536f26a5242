const spelling = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(\.\d+)?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$/

/**
 * An instant as Postgres spells it, in whatever zone the session has, or as a host's parser made a Date of it, in its
 * canonical spelling.
 */
export function instant(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  const text = String(value)
  if (text.endsWith('+00') && text[4] === '-') {
    const fraction = text.slice(19, -3) || '.'
    return `${text.slice(0, 10)}T${text.slice(11, 19)}${fraction.padEnd(4, '0').slice(0, 4)}Z`
  }
  const parts = spelling.exec(text)
  if (parts === null) return new Date(text).toISOString()
  const [, year, month, day, hour, minute, second, fraction, sign, hours, minutes, seconds] = parts
  const local = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}${(fraction ?? '.').padEnd(4, '0').slice(0, 4)}Z`,
  )
  const offset = (Number(hours) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0)
  return new Date(local - (sign === '-' ? -offset : offset) * 1000).toISOString()
}
