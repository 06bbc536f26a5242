import { formatInstant } from './instant.ts'
import type { ZoneOffset } from './zone.ts'

/** A calendar period, as buckets are named. Weeks start on Monday. */
export type Period = (typeof periods)[number]
export const periods = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const

const [hour, day] = [3_600_000, 86_400_000]

/** The period of an instant by the offsets of a zone, spelled by its first day or its hour: `2026-03-01`, `2026-03-01T13`. */
export function periodOf(ms: number, period: Period, offsets: readonly ZoneOffset[]): string {
  return spelled(localStart(ms + offsetAt(ms, offsets), period), period)
}

/**
 * The period that begins with an instant: it, and all after it, hold exactly the instants from this one on. Undefined where
 * none does, also where a clock that is put back brings the end of the period before once more.
 */
export function periodFrom(ms: number, period: Period, offsets: readonly ZoneOffset[]): string | undefined {
  const start = localStart(ms + offsetAt(ms, offsets), period)
  const table = offsets.length === 0 ? [{ from: null, offset: 0 }] : offsets
  const cut = table.every(({ from, offset }, i) => {
    const [first, next] = [from ?? Number.NEGATIVE_INFINITY, table[i + 1]?.from ?? Number.POSITIVE_INFINITY]
    const before = first >= ms || Math.min(next, ms) + offset <= start
    const behind = next <= ms || Math.max(first, ms) + offset >= start
    return before && behind
  })
  return cut ? spelled(start, period) : undefined
}

/** The offset in force at an instant. */
function offsetAt(ms: number, offsets: readonly ZoneOffset[]): number {
  let [low, high] = [0, offsets.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((offsets[middle]?.from ?? Number.NEGATIVE_INFINITY) <= ms) low = middle
    else high = middle - 1
  }
  return offsets[low]?.offset ?? 0
}

/** The start of the period around a local time, as if the zone were UTC. */
function localStart(local: number, period: Period): number {
  if (period === 'hour') return Math.floor(local / hour) * hour
  const today = Math.floor(local / day)
  if (period === 'day') return today * day
  // The first of January 1970 was a Thursday.
  if (period === 'week') return (today - ((((today + 3) % 7) + 7) % 7)) * day
  const [year = '', month = ''] = formatInstant(local).split('-')
  const first = period === 'month' ? Number(month) : period === 'year' ? 1 : Number(month) - ((Number(month) - 1) % 3)
  return Date.parse(`${year}-${String(first).padStart(2, '0')}-01T00:00:00.000Z`)
}

const spelled = (start: number, period: Period): string => formatInstant(start).slice(0, period === 'hour' ? 13 : 10)
