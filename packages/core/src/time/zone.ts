import * as Day from 'temporal-polyfill/fns/PlainDate'
import * as Zoned from 'temporal-polyfill/fns/ZonedDateTime'
import { dayOf, nextJump, offsetOf, startOf, zoned } from './calendar.ts'

/**
 * An offset of a zone, in milliseconds, in force from an instant on (epoch milliseconds; null: always before the next).
 *
 * @example
 * const offsets: readonly ZoneOffset[] = new ZoneTables().of('Asia/Shanghai')
 */
export interface ZoneOffset {
  readonly from: number | null
  readonly offset: number
}

/** Whether a text names an IANA time zone; bare offsets such as `+08:00` do not. */
export function isZone(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(text)) return false
  try {
    Zoned.create(0n, text)
    return true
  } catch {
    return false
  }
}

/** The offsets of a zone that are in force between two instants, the first spelled as from ever. */
export function offsetsOf(zone: string, from: number, to: number): readonly ZoneOffset[] {
  let at = zoned(from, zone)
  const table: ZoneOffset[] = [{ from: null, offset: offsetOf(at) }]
  for (;;) {
    const next = nextJump(at)
    if (next === null || next.epochMilliseconds >= to) return table
    const offset = offsetOf(next)
    if (offset !== table.at(-1)?.offset) table.push({ from: next.epochMilliseconds, offset })
    at = next
  }
}

/**
 * The calendar day of an instant (epoch milliseconds) in a zone.
 *
 * @example
 * localDate(Date.parse('2026-03-31T20:00:00Z'), 'Asia/Shanghai') // 2026-04-01
 */
export function localDate(ms: number, zone: string): string {
  return Day.toString(Zoned.toPlainDate(zoned(ms, zone)))
}

/**
 * The first instant (epoch milliseconds) of a calendar day in a zone, which is not always midnight.
 *
 * @example
 * new Date(startOfDay('2026-04-01', 'Asia/Shanghai')).toISOString() // 2026-03-31T16:00:00.000Z
 */
export function startOfDay(date: string, zone: string): number {
  return startOf(dayOf(date), zone).epochMilliseconds
}
