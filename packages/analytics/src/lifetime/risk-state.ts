import type { BtydUnit } from '../math/index.ts'
import { dayNumber, daysBetween, dayText, type Purchases } from './days.ts'
import { usualGap } from './gaps.ts'
import { type Summary, summaryOf } from './summaries.ts'

/** What was known of a customer at the end of a day. */
export interface State {
  readonly summary: Summary
  /** Days since the last purchase, and since the first. */
  readonly since: number
  readonly age: number
  /** The median of his gaps; null without one. */
  readonly usual: number | null
}

/** A customer now, and as he was one horizon and two before, with what he did then. */
export interface Past {
  readonly now: State
  readonly before: Trial | undefined
  readonly earlier: Trial | undefined
}

/** What was known, and what came: whether he bought nothing in the horizon behind it. */
export interface Trial {
  readonly state: State
  readonly stayedAway: boolean
}

export const shifted = (day: string, by: number): string => dayText(dayNumber(day) + by)

export function stateAt(purchases: Purchases, end: string, unit: BtydUnit): State | undefined {
  const summary = summaryOf(purchases, end, unit)
  if (summary === undefined) return undefined
  const days = purchases.days.flatMap(({ day }) => (day <= end ? [day] : []))
  const { first, last } = summary
  return { summary, since: daysBetween(last, end), age: daysBetween(first, end), usual: usualGap(days) }
}

export function pastOf(purchases: Purchases, end: string, horizon: number, unit: BtydUnit): Past | undefined {
  const now = stateAt(purchases, end, unit)
  if (now === undefined) return undefined
  const trial = (cutoff: string): Trial | undefined => {
    const state = stateAt(purchases, cutoff, unit)
    const until = shifted(cutoff, horizon)
    const came = purchases.days.some(({ day }) => day > cutoff && day <= until)
    return state && { state, stayedAway: !came }
  }
  const cutoff = shifted(end, -horizon)
  return { now, before: trial(cutoff), earlier: trial(shifted(cutoff, -horizon)) }
}
