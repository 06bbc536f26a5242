import { type SlaMetric, slaMetrics } from './metric.ts'
import type { WorkTime } from './work-time.ts'

/**
 * Where a clock of a ticket stands. `breached` is late and still runs; who is answered late is `fulfilled`, and was breached.
 *
 * @example
 * const isOpen = (state: SlaState) => state === 'running' || state === 'paused' || state === 'breached'
 */
export type SlaState = 'running' | 'paused' | 'breached' | 'fulfilled' | 'cancelled'

/** A time during which a clock ran. */
export type Segment = readonly [from: string, to: string]

/** What a policy said when a clock was last under it. */
export interface Snapshot {
  readonly id: string
  readonly name: string
  readonly clock: 'business' | 'calendar'
  readonly calendarId: string | null
  /** The priority that the ticket had. */
  readonly priority: string
}

/** One promise about a ticket: so many seconds, of which the clock has used some. Its start is never moved. */
export interface Clock {
  /** Undefined until it is stored. */
  readonly id?: string
  readonly metric: SlaMetric
  /** The first of its kind on this ticket, the second … */
  readonly instance: number
  readonly state: SlaState
  /** Seconds. */
  readonly target: number
  /** Seconds used in the segments that have ended. */
  readonly consumed: number
  readonly segments: readonly Segment[]
  /** Since when it runs; null while it does not. */
  readonly since: string | null
  readonly startedAt: string
  /** Null while it is paused. Of one that has ended: when it would have been late. */
  readonly dueAt: string | null
  /** When this target, or this due time, came into force. */
  readonly targetSince: string
  readonly warnedAt: string | null
  readonly breachedAt: string | null
  readonly fulfilledAt: string | null
  /** The escalations that it has led to. */
  readonly fired: readonly string[]
  /** Of these, those that were carried out. */
  readonly acted: readonly string[]
  readonly policy: Snapshot
  /** When it has to be looked at next. */
  readonly nextAt: string | null
  /** The last one of its kind on this ticket. */
  readonly latest: boolean
}

export const isOpen = ({ state }: Pick<Clock, 'state'>): boolean =>
  state === 'running' || state === 'paused' || state === 'breached'

/** In the order of the metrics. */
export const inOrder = (clocks: Iterable<Clock>): Clock[] =>
  [...clocks].sort((a, b) => slaMetrics.indexOf(a.metric) - slaMetrics.indexOf(b.metric) || a.instance - b.instance)

/** The seconds of some segments. */
export function secondsIn(segments: readonly Segment[], time: WorkTime): number {
  const ms = segments.map(([from, to]) => Math.round(time.between(from, to) * 1000))
  return ms.reduce((sum, each) => sum + each, 0) / 1000
}

/** Begins to count at an instant, with what it has left. */
export function resumed(clock: Clock, at: string, time: WorkTime): Clock {
  const left = clock.target - clock.consumed
  const state = left <= 0 && clock.breachedAt !== null ? 'breached' : 'running'
  return { ...clock, state, since: at, dueAt: time.add(at, left) }
}

/** Stands still from an instant on. */
export function paused(clock: Clock, at: string, time: WorkTime): Clock {
  return { ...stopped(clock, at, time), state: 'paused', dueAt: null }
}

/** What was promised is done. Done in time: not after it was due. */
export function fulfilled(clock: Clock, at: string, time: WorkTime): Clock {
  const ended = stopped(clock, at, time)
  // One that stood still is judged as if it went on at this very moment.
  const dueAt = clock.dueAt ?? time.add(at, clock.target - ended.consumed)
  // At the very moment it is in time, even if a worker was there first.
  const breachedAt = clock.breachedAt === at && at <= dueAt ? null : clock.breachedAt
  return { ...ended, state: 'fulfilled', dueAt, breachedAt, fulfilledAt: at }
}

/** Nobody waits for it any more. */
export const cancelled = (clock: Clock, at: string, time: WorkTime): Clock => ({
  ...stopped(clock, at, time),
  state: 'cancelled',
})

/** Late, since it was due or since it was asked for, whatever the worker's time. */
export function breached(clock: Clock, dueAt: string): Clock {
  return { ...clock, state: 'breached', breachedAt: later(dueAt, clock.targetSince) }
}

function stopped(clock: Clock, at: string, time: WorkTime): Clock {
  const { since } = clock
  if (since === null) return clock
  const segments: readonly Segment[] = since === at ? clock.segments : [...clock.segments, [since, at]]
  return { ...clock, segments, since: null, consumed: secondsIn(segments, time) }
}

/** Instants are spelled alike, so their texts are in their order. */
export const later = (one: string, other: string): string => (one < other ? other : one)
