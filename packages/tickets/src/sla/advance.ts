import {
  breached,
  type Clock,
  cancelled,
  fulfilled,
  inOrder,
  isOpen,
  later,
  paused,
  resumed,
  secondsIn,
} from './clock.ts'
import { comingOf } from './marks.ts'
import { type Happening, rules, type SlaMetric, slaMetrics } from './metric.ts'
import { type News, type Subject, segmentsOf, type Terms } from './terms.ts'

/** What is written down about clocks, in Zendesk's words and two of our own (`cancel`, `escalate`). */
export interface SlaEntry {
  readonly metric: SlaMetric
  readonly instance: number
  readonly type: 'apply_sla' | 'activate' | 'pause' | 'fulfill' | 'breach' | 'update_status' | 'cancel' | 'escalate'
  /** When it was so: a worker that is late writes the instant at which it was due. */
  readonly at: string
  readonly target: number
  readonly dueAt: string | null
  /** The escalation. */
  readonly rule: string | null
  readonly policyId: string
}

export interface Advanced {
  /** The clocks of the ticket as they are now: the last of each kind, and those that were until now. */
  readonly clocks: readonly Clock[]
  readonly entries: readonly SlaEntry[]
}

/** What happens to the clocks of a ticket. It knows nothing but what it is given. */
export function advance(subject: Subject, clocks: readonly Clock[], news: News): Advanced {
  const desk = new Desk(subject, clocks, news)
  desk.apply()
  desk.overdue(false)
  for (const happening of news.happenings) desk.happens(happening)
  desk.catchUp()
  desk.followStage()
  desk.overdue(news.ring === true)
  return desk.result()
}

/** Whether the stays of a ticket have to be known: a clock would start that should have run already. */
export function asksForStays(subject: Subject, clocks: readonly Clock[], { terms, happenings }: News): boolean {
  if (!subject.open || happenings.includes('created')) return false
  return slaMetrics.some((metric) => {
    if (rules[metric].since !== 'stays' || terms?.targets[metric] === undefined) return false
    const state = clocks.find((clock) => clock.metric === metric)?.state
    return state === undefined || state === 'cancelled' || (state === 'fulfilled' && !happenings.includes('reopened'))
  })
}

class Desk {
  readonly #subject: Subject
  readonly #news: News
  readonly #latest: Map<SlaMetric, Clock>
  readonly #earlier: Clock[] = []
  readonly #entries: SlaEntry[] = []
  #answered: boolean

  constructor(subject: Subject, clocks: readonly Clock[], news: News) {
    this.#subject = subject
    this.#news = news
    this.#latest = new Map(inOrder(clocks).map((clock) => [clock.metric, clock]))
    this.#answered = subject.answered
  }

  /** What is late is late by itself; at the very instant only where the timer has come. Escalations are the timer's. */
  overdue(ring: boolean): void {
    const { at, terms } = this.#news
    for (const clock of this.#open()) {
      if (!ring) {
        if (clock.state === 'running' && clock.dueAt !== null && clock.dueAt < at) this.#breach(clock, clock.dueAt)
        continue
      }
      for (const due of terms === null ? [] : comingOf(clock, terms)) {
        const now = this.#latest.get(clock.metric)
        if (now === undefined || due.at > at) continue
        if (due.mark === undefined) this.#breach(now, now.dueAt ?? at)
        else {
          const { rule, warns } = due.mark
          this.#put(
            { ...now, fired: [...now.fired, rule], warnedAt: warns ? due.at : now.warnedAt },
            'escalate',
            due.at,
            rule,
          )
        }
      }
    }
  }

  /** The policy, the priority or the calendar may be others than before. */
  apply(): void {
    const { terms, timeOf } = this.#news
    for (const clock of this.#open()) {
      const target = terms?.targets[clock.metric]
      if (terms !== null && target !== undefined) {
        this.#retarget(clock, terms, target)
        continue
      }
      const at = this.#inForce(clock)
      this.#put(cancelled(this.#lateUntil(clock, at), at, timeOf(clock.policy)), 'cancel', at)
    }
  }

  happens(happening: Happening): void {
    const { at, terms } = this.#news
    for (const metric of slaMetrics) {
      const { fulfils, cancels, starts, only } = rules[metric]
      const clock = this.#latest.get(metric)
      if (clock !== undefined && isOpen(clock) && terms !== null) {
        if (fulfils === happening) this.#put(fulfilled(clock, at, terms.time), 'fulfill')
        else if (cancels.includes(happening)) this.#put(cancelled(clock, at, terms.time), 'cancel')
      }
      const now = only === undefined || (only === 'answered') === this.#answered
      // What has ended well goes on when the ticket is opened again; else it counts as if it had always been there.
      const stays = happening === 'reopened' && clock?.state !== 'fulfilled' ? this.#subject.stays : undefined
      if (now && starts.includes(happening)) this.#start(metric, at, stays)
    }
    if (happening === 'reply') this.#answered = true
  }

  /** A ticket that comes under a policy has it from the beginning. */
  catchUp(): void {
    const { createdAt, waitingSince, open, stays } = this.#subject
    if (!open) return
    for (const metric of slaMetrics) {
      const { since, only } = rules[metric]
      if (since === undefined || (only !== undefined && (only === 'answered') !== this.#answered)) continue
      if (since === 'stays' && stays !== undefined) this.#start(metric, this.#news.at, stays)
      const from = since === 'creation' && !this.#latest.has(metric) ? createdAt : waitingSince
      if (since !== 'stays' && from !== null) this.#start(metric, from)
    }
  }

  /** Clocks stand still in some statuses, and go on in the others. */
  followStage(): void {
    const { at, terms } = this.#news
    if (terms === null) return
    for (const clock of this.#open()) {
      const still = this.#still(clock.metric).includes(this.#subject.stage)
      if (still && clock.state !== 'paused') this.#put(paused(clock, at, terms.time), 'pause')
      if (!still && clock.state === 'paused') this.#put(resumed(clock, at, terms.time), 'activate')
    }
  }

  result(): Advanced {
    const { terms } = this.#news
    const clocks = [...this.#latest.values()].map((clock) => {
      const [next] = terms === null || !isOpen(clock) ? [] : comingOf(clock, terms)
      return { ...clock, nextAt: next?.at ?? null }
    })
    return { clocks: [...this.#earlier, ...clocks], entries: this.#entries }
  }

  #open(): readonly Clock[] {
    return [...this.#latest.values()].filter(isOpen)
  }

  #still(metric: SlaMetric): readonly string[] {
    return rules[metric].pauses === undefined ? [] : (this.#news.terms?.pauses[metric] ?? rules[metric].pauses)
  }

  #start(metric: SlaMetric, from: string, stays?: Subject['stays']): void {
    const { at, terms } = this.#news
    const target = terms?.targets[metric]
    const before = this.#latest.get(metric)
    if (!this.#subject.open || terms === null || target === undefined) return
    if (before !== undefined && isOpen(before)) return
    const kept = rules[metric].goesOn === true ? before : undefined
    const segments = stays === undefined ? (kept?.segments ?? []) : segmentsOf(stays, this.#still(metric), at)
    if (before !== undefined) this.#earlier.push({ ...before, latest: false, nextAt: null })
    const clock: Clock = {
      ...{ metric, target, segments, policy: terms.policy, latest: true, nextAt: null },
      instance: (before?.instance ?? 0) + 1,
      state: 'running',
      consumed: secondsIn(segments, terms.time),
      since: null,
      startedAt: stays?.[0]?.from ?? from,
      dueAt: null,
      targetSince: at,
      warnedAt: kept?.warnedAt ?? null,
      breachedAt: kept?.breachedAt ?? null,
      fulfilledAt: null,
      fired: kept?.fired ?? [],
      acted: kept?.acted ?? [],
    }
    const running = resumed(clock, from, terms.time)
    this.#put(running, 'apply_sla')
    this.#put(running, 'activate')
  }

  #retarget(clock: Clock, { policy, time }: Terms, target: number): void {
    const consumed = secondsIn(clock.segments, time)
    const dueAt = clock.since === null ? null : time.add(clock.since, target - consumed)
    const other = clock.policy.id !== policy.id || clock.target !== target
    const moved = clock.dueAt !== dueAt || clock.consumed !== consumed
    if (!other && !moved) {
      this.#latest.set(clock.metric, { ...clock, policy })
      return
    }
    const at = this.#inForce(clock)
    const until = this.#lateUntil(clock, at)
    const state = until.state === 'breached' && dueAt !== null && dueAt > at ? 'running' : until.state
    this.#put(
      { ...until, policy, target, consumed, dueAt, state, targetSince: at },
      other ? 'apply_sla' : 'update_status',
      at,
    )
  }

  /**
   * Since when a clock is under these terms. Where the ticket is as it was, they were changed, which this worker may have been
   * told late.
   */
  #inForce({ policy, targetSince, since }: Clock): string {
    const { at, terms, changedAt } = this.#news
    const same = terms === null || (policy.id === terms.policy.id && policy.priority === terms.policy.priority)
    const from = later(later(changedAt, targetSince), since ?? '')
    return same && from < at ? from : at
  }

  /** A clock that was late before other terms came. */
  #lateUntil(clock: Clock, at: string): Clock {
    if (clock.state !== 'running' || clock.dueAt === null || clock.dueAt >= at) return clock
    this.#breach(clock, clock.dueAt)
    return this.#latest.get(clock.metric) ?? clock
  }

  #breach(clock: Clock, dueAt: string): void {
    const late = breached(clock, dueAt)
    this.#put(late, 'breach', late.breachedAt ?? dueAt)
  }

  #put(clock: Clock, type: SlaEntry['type'], at = this.#news.at, rule: string | null = null): void {
    this.#latest.set(clock.metric, clock)
    const { metric, instance, target, dueAt, policy } = clock
    this.#entries.push({ metric, instance, type, at, target, dueAt, rule, policyId: policy.id })
  }
}
