import type { Segment, Snapshot } from './clock.ts'
import type { Happening, SlaMetric } from './metric.ts'
import type { WorkTime } from './work-time.ts'

/** What a policy promises for one ticket, with its priority. */
export interface Terms {
  readonly policy: Snapshot
  readonly time: WorkTime
  /** Seconds. */
  readonly targets: { readonly [M in SlaMetric]?: number }
  /** The statuses in which clocks stand still. */
  readonly pauses: { readonly [M in SlaMetric]?: readonly string[] }
  readonly marks: { readonly [M in SlaMetric]?: readonly Mark[] }
}

/** When an escalation is due. */
export interface Mark {
  /** Its name on the clock: `75%`, `before PT1H`. */
  readonly rule: string
  /** After so many seconds of a target. */
  after(target: number): number
  /** It comes before it is late. */
  readonly warns: boolean
  /** It waits until there is business. */
  readonly inHours: boolean
}

/** A ticket, as far as clocks are concerned, after what has happened. */
export interface Subject {
  readonly stage: string
  readonly createdAt: string
  /** Since when the customer waits for an answer. */
  readonly waitingSince: string | null
  /** Neither solved, closed, merged nor in the bin. */
  readonly open: boolean
  /** Whether an agent had answered before what has happened now. */
  readonly answered: boolean
  /** When it was in which status; for one that comes under a policy later. */
  readonly stays?: readonly Stay[]
}

export interface Stay {
  readonly stage: string
  readonly from: string
  /** Null: it is there. */
  readonly to: string | null
}

/** What is brought to the clocks of a ticket. */
export interface News {
  readonly at: string
  readonly happenings: readonly Happening[]
  /** Null: no policy is for this ticket. */
  readonly terms: Terms | null
  /** When what the policy says was last changed, or the policy thrown away. */
  readonly changedAt: string
  /** The timer has come: what is due now is done now. */
  readonly ring?: boolean
  /** How the time of a policy counted that is not the ticket's any more. */
  timeOf(policy: Snapshot): WorkTime
}

/** The times of some stays in which a clock would have run. */
export function segmentsOf(stays: readonly Stay[], still: readonly string[], at: string): readonly Segment[] {
  return stays
    .filter(({ stage }) => stage !== 'solved' && stage !== 'closed' && !still.includes(stage))
    .map(({ from, to }): Segment => [from, to ?? at])
    .filter(([from, to]) => from < to)
}
