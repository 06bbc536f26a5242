import { type Clock, invalid } from '@guanxi/core'
import { addDuration, epochOf, parseDuration, parseInstant } from '@guanxi/core/storage'

/** A clock that stands still until it is told to go on. */
export interface TestClock extends Clock {
  /** Goes on by an ISO 8601 duration (`P3M` by the calendar of the clock's zone), or to an instant. */
  advance(by: string): Promise<void>
  /** The instant, `YYYY-MM-DDTHH:mm:ss.sssZ`. */
  readonly at: string
}

/**
 * A simulated clock.
 *
 * @example
 * const clock = testClock('2026-03-16T09:00:00+08:00', 'Asia/Shanghai')
 * await clock.advance('P1D')
 */
export function testClock(start: string, zone = 'UTC'): TestClock {
  const first = parseInstant(start)
  if (first === undefined) throw invalid('start', 'expected an instant in ISO 8601 with an offset')
  let now = epochOf(first)
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()
  return {
    now: () => now,
    timer(ms, run) {
      const timer = { at: now + ms, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    async advance(by) {
      const to = parseInstant(by)
      const duration = to === undefined ? parseDuration(by) : undefined
      if (to === undefined && duration === undefined) throw invalid('by', 'expected an ISO 8601 duration or instant')
      const next = to === undefined ? addDuration(now, duration as NonNullable<typeof duration>, zone) : epochOf(to)
      if (next < now) throw invalid('by', 'a clock goes forward')
      now = next
      const due = [...timers].filter(({ at }) => at <= now).toSorted((one, other) => one.at - other.at)
      for (const timer of due) if (timers.delete(timer)) timer.run()
    },
    get at() {
      return new Date(now).toISOString()
    },
  }
}
