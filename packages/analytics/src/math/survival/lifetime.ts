/**
 * How long something was watched, and whether it ended then. A deal still open is watched up to now, without the event.
 *
 * @example
 * const deals: Lifetime[] = [{ time: 57, event: true }, { time: 120, event: false }]
 */
export interface Lifetime {
  readonly time: number
  /** False where it was still going on: censored. */
  readonly event: boolean
  /** How many are alike; 1 unless told. */
  readonly count?: number
}

/** What happened at one time. */
export interface LifeTableRow {
  readonly time: number
  /** Those watched until just before it. */
  readonly atRisk: number
  readonly events: number
  readonly censored: number
}

/** Lifetimes by time, rising; those below 0 or no number are no lifetimes, and counted. */
export interface LifeTable {
  readonly n: number
  readonly excluded: number
  readonly rows: readonly LifeTableRow[]
}

/** The life table of lifetimes in any order. */
export function lifeTable(lifetimes: readonly Lifetime[]): LifeTable {
  const byTime = new Map<number, { events: number; censored: number }>()
  let n = 0
  let excluded = 0
  for (const { time, event, count = 1 } of lifetimes) {
    if (!(time >= 0 && time < Infinity && count >= 0 && count < Infinity)) {
      excluded += 1
      continue
    }
    if (count === 0) continue
    const row = byTime.get(time) ?? { events: 0, censored: 0 }
    row[event ? 'events' : 'censored'] += count
    byTime.set(time, row)
    n += count
  }
  let atRisk = n
  const rows = [...byTime]
    .sort(([a], [b]) => a - b)
    .map(([time, { events, censored }]) => {
      const row = { time, atRisk, events, censored }
      atRisk -= events + censored
      return row
    })
  return { n, excluded, rows }
}
