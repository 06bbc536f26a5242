/** What a schedule is for: at a minute, of one hour of the day or of each, of one day of the month or of each. */
export interface Pattern {
  readonly name: string
  /** As the scheduler takes it. */
  readonly cron: string
  /** None: every minute. */
  readonly minute?: number
  readonly hour?: number
  readonly day?: number
}

export const patterns = [
  { name: 'minutely', cron: '* * * * *' },
  { name: 'hourly', cron: '0 * * * *', minute: 0 },
  { name: 'daily', cron: '30 2 * * *', minute: 30, hour: 2 },
  { name: 'midnight', cron: '15 0 * * *', minute: 15, hour: 0 },
  { name: 'monthly', cron: '30 2 1 * *', minute: 30, hour: 2, day: 1 },
] as const satisfies readonly Pattern[]

const minute = 60_000
const quarter = 15 * minute

/**
 * The times of a pattern in a zone, found by walking through its minutes one by one: nothing of it is shared with the
 * scheduler. What has no hour of its own comes whenever a wall clock shows its minute. What has one comes once a day: the
 * first time that the hour is shown twice, and at once after a gap that has swallowed it.
 */
export function slotsOf({ minute: m, hour, day }: Pattern, zone: string, from: number, to: number): readonly number[] {
  const wallAt = wallClock(zone)
  const shows = (wall: number) => {
    const shown = new Date(wall)
    return (
      (m === undefined || shown.getUTCMinutes() === m) &&
      (hour === undefined || shown.getUTCHours() === hour) &&
      (day === undefined || shown.getUTCDate() === day)
    )
  }
  const found: number[] = []
  const start = Math.ceil(from / minute) * minute
  let latest = wallAt(start - minute)
  for (let at = start; at < to; at += minute) {
    const wall = wallAt(at)
    if (hour === undefined) {
      if (shows(wall)) found.push(at)
      continue
    }
    // Minutes that were shown before do not count, those that were never shown count now.
    let due = false
    for (let next = latest + minute; next <= wall; next += minute) due ||= shows(next)
    if (due) found.push(at)
    latest = Math.max(latest, wall)
  }
  return found
}

/** What the wall clock of a zone shows, as if it were UTC. Zones change at quarters of an hour. */
function wallClock(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  const shift = new Map<number, number>()
  return (at) => {
    const since = Math.floor(at / quarter) * quarter
    let difference = shift.get(since)
    if (difference === undefined) {
      const parts = Object.fromEntries(format.formatToParts(since).map(({ type, value }) => [type, Number(value)]))
      const { year = 0, month = 0, day = 0, hour = 0, minute: shown = 0 } = parts
      difference = Date.UTC(year, month - 1, day, hour, shown) - since
      shift.set(since, difference)
    }
    return at + difference
  }
}

/** When a zone changes its clocks between two instants, to a quarter of an hour. */
export function changesOf(zone: string, from: number, to: number): readonly number[] {
  const wallAt = wallClock(zone)
  const found: number[] = []
  for (let at = Math.ceil(from / quarter) * quarter; at < to; at += quarter)
    if (wallAt(at) - at !== wallAt(at - quarter) - (at - quarter)) found.push(at)
  return found
}
