import { columnTypeOf, type Measure } from '@guanxi/core/storage'
import { dayOf } from '../day.ts'
import type { Dialect } from '../dialect.ts'
import { type Sql, sql } from '../fragment.ts'

/** The values of a group as one text; missing where there are none. */
export function listOf(dialect: Dialect, measure: Measure, value: Sql): Sql {
  const { path, bucket, mostlyOnce, tallied } = measure
  const { list } = dialect
  if (tallied === true) return list.joined(value)
  const each = (spelled: Sql) => (mostlyOnce === true ? spelled : sql`distinct ${spelled}`)
  if (bucket !== undefined) return list.joined(each(dialect.bucketText?.(value, bucket.unit) ?? value))
  // Of none it would be a list of nothing, or of null.
  if (isText(measure)) return sql`${list.json(each(value))} filter (where ${value} is not null)`
  return list.joined(each(path === undefined ? value : dialect.output(value, columnTypeOf(path.field.kind))))
}

/** Reads such a text. */
export function listReader(dialect: Dialect, measure: Measure): (text: unknown) => readonly unknown[] {
  if (measure.tallied === true) return daysOf
  if (isText(measure)) return (text) => JSON.parse(String(text)) as unknown[]
  const { path, bucket } = measure
  const isDate = bucket === undefined && path?.field.kind === 'date'
  if (isDate && dialect.list.days === 'numbers') return daysOf
  if (isDate ? dialect.codec('date').decode === undefined : bucket !== undefined && bucket.unit !== 'hour')
    return daysReader()
  const decode = path === undefined || bucket !== undefined ? undefined : decoders(dialect, path.field.kind)
  return (text) => {
    const values = String(text).split(',')
    return decode === undefined ? values : values.map(decode)
  }
}

/** So many days are remembered; as many years have a third of that. */
const mostDays = 100_000

/**
 * Reads days. A few of them come again in list after list: a text that is there already takes neither memory nor, as a key, a
 * second look at its letters.
 */
function daysReader(): (text: unknown) => readonly string[] {
  const known = new Map<number, string>()
  return (given) => {
    const text = String(given)
    // `2026-01-01,2026-02-01`
    const days = new Array<string>(Math.ceil(text.length / 11))
    for (let i = 0; i < days.length; i++) {
      const at = i * 11
      const digit = (place: number) => text.charCodeAt(at + place) - 48
      const year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3)
      const number = year * 10_000 + digit(5) * 1000 + digit(6) * 100 + digit(8) * 10 + digit(9)
      let day = known.get(number)
      if (day === undefined) {
        day = text.slice(at, at + 10)
        if (known.size < mostDays) known.set(number, day)
      }
      days[i] = day
    }
    return days
  }
}

const [comma, minus, times] = [44, 45, 42]

/** Reads days as numbers: `20454,20485`, and past how many there are of each: `20454*2`. Nothing is cut out of the text for each. */
function daysOf(given: unknown): readonly string[] {
  const text = String(given)
  const days = new Array<string>(Math.ceil((text.length + 1) / 6))
  let [count, number, sign, isDay] = [0, 0, 1, true]
  for (let i = 0; i <= text.length; i++) {
    const letter = i === text.length ? comma : text.charCodeAt(i)
    if (letter === comma) {
      days[count++] = dayOf(sign * number)
      number = 0
      sign = 1
      isDay = true
    } else if (letter === times) isDay = false
    else if (isDay && letter === minus) sign = -1
    else if (isDay) number = number * 10 + letter - 48
  }
  days.length = count
  return days
}

function decoders(dialect: Dialect, kind: Parameters<typeof columnTypeOf>[0]): ((text: string) => unknown) | undefined {
  const type = columnTypeOf(kind)
  if (type === 'integer') return Number
  if (type === 'boolean') return (text) => text === '1' || text.startsWith('t')
  return dialect.codec(type).decode
}

/** What may have commas in it. */
const isText = ({ path, bucket }: Measure): boolean =>
  bucket === undefined && path !== undefined && columnTypeOf(path.field.kind) === 'text'
