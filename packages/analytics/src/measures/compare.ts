import { invalid } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import type { Grain } from '../period/grain.ts'
import { type Window, windowOf } from '../period/window.ts'
import { before, type Period, periodsOf, stateOf, yearBefore } from './periods.ts'

export type CompareTo = 'previous' | 'yearAgo' | 'first' | Window

/** A window with its periods: of the question, or of what it is compared to. */
export interface Span {
  readonly window: Window
  /** One that has no bounds of a calendar, without a grain. */
  readonly periods: readonly (Period | null)[]
  /** Of the whole. */
  readonly state: Period['state']
}

export function spanOf(inside: Inside, window: Window, grain: Grain | undefined, asOf: string): Span {
  const periods = grain === undefined ? [null] : periodsOf(window, grain, inside, asOf)
  return { window, periods, state: stateOf(window, asOf) }
}

/** What a question is compared to; its own first period is in its own span. */
export function comparedTo(inside: Inside, of: Span, to: CompareTo, grain: Grain | undefined, asOf: string): Span {
  if (to === 'first') {
    const [first] = of.periods
    if (first === null || first === undefined)
      throw invalid('compareTo', 'there is no first period', 'Give a grain: each period is compared to the first.')
    return { window: { from: first.from, to: first.to }, periods: [first], state: first.state }
  }
  const window =
    to === 'previous'
      ? before(of.window, inside)
      : to === 'yearAgo'
        ? yearBefore(of.window, inside)
        : windowOf(to, inside, 'compareTo.to')
  return spanOf(inside, window, grain, asOf)
}

/** Which period of the other span one is compared to: that of its place, or of its day a year ago. */
export function otherOf(inside: Inside, of: Span, i: number, to: CompareTo, grain: Grain | undefined, other: Span) {
  if (to === 'first') return other.periods[0]
  const period = of.periods[i]
  if (to !== 'yearAgo' || grain !== 'day' || !period) return other.periods[i]
  const start = inside.add(period.start, '-P1Y')
  return other.periods.find((one) => one?.start === start)
}
