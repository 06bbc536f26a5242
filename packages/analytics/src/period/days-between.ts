import { ZoneTables } from '@guanxi/core/storage'

const day = 86_400_000
/** A zone's table takes some milliseconds to make. */
const tables = new ZoneTables()

/**
 * Days and parts of them between two instants (spelled, or in milliseconds), by the clock on the wall: from noon to noon they
 * are whole, whether the clocks were changed in between or not. Below 0 only where the second is before the first.
 */
export function daysBetween(from: string | number, to: string | number, zone: string): number {
  const [first, last] = [msOf(from), msOf(to)]
  const days = (last + offsetAt(last, zone) - first - offsetAt(first, zone)) / day
  // In the hour that comes twice the wall's clock goes back while time goes on.
  return last < first ? Math.min(days, (last - first) / day) : Math.max(days, 0)
}

const msOf = (instant: string | number): number => (typeof instant === 'number' ? instant : Date.parse(instant))

/** By how much the clocks of a zone are ahead of UTC, in milliseconds. */
function offsetAt(ms: number, zone: string): number {
  const table = tables.of(zone)
  let [low, high] = [0, table.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((table[middle]?.from ?? -Infinity) <= ms) low = middle
    else high = middle - 1
  }
  return table[low]?.offset ?? 0
}
