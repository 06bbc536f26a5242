import { type Clock, later } from './clock.ts'
import type { Mark, Terms } from './terms.ts'
import type { WorkTime } from './work-time.ts'

/** Something that is due at an instant: an escalation, or the breach. */
export interface Due {
  readonly at: string
  /** Undefined: the breach. */
  readonly mark: Mark | undefined
}

/** What a running clock leads to unless something happens, in its order. */
export function comingOf(clock: Clock, { marks, time }: Pick<Terms, 'marks' | 'time'>): readonly Due[] {
  const { metric, since, fired, state, dueAt } = clock
  if (since === null) return []
  const due: Due[] = (marks[metric] ?? [])
    .filter(({ rule }) => !fired.includes(rule))
    .map((mark) => ({ at: instantOf(clock, since, mark, time), mark }))
  if (state === 'running' && dueAt !== null) due.push({ at: later(dueAt, clock.targetSince), mark: undefined })
  return due.sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1))
}

/** Counted from the start, so that a warning an hour before comes while somebody is there. */
function instantOf({ target, consumed, targetSince }: Clock, since: string, mark: Mark, time: WorkTime): string {
  const left = Math.max(0, mark.after(target)) - consumed
  const at = later(left <= 0 ? since : time.add(since, left), targetSince)
  return mark.inHours ? time.nextOpen(at) : at
}
