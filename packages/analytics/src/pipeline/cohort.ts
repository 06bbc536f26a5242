import type { Warning } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { earlier, windowOf } from '../period/window.ts'
import type { Course } from './course.ts'
import type { Question } from './question.ts'

export interface CohortAsked {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export interface Cohort {
  /** They are made when they enter. */
  readonly candidates: object
  /** The records, as they are listed. */
  readonly records: object
  has(course: Course): boolean
  readonly warnings: Warning[]
}

/** The records that entered the pipeline within a period. */
export function cohortOf(inside: Inside, { where, until }: Question, { from, to }: CohortAsked): Cohort {
  const window = windowOf({ from: from ?? '0001-01-01', to: to ?? until }, inside)
  const [first, end] = [Date.parse(window.from), Date.parse(window.to)]
  const range = from === undefined ? {} : { gte: window.from }
  const candidates = { createdAt: { ...range, lt: earlier(window.to, until) } }
  return {
    candidates,
    records: { and: [where, candidates] },
    has: ({ first: { entered } }) => entered >= first && entered < end,
    warnings: windowWarnings(to === undefined ? until : window.to, until),
  }
}

/** A period that has not ended yet has more to come. */
export const windowWarnings = (to: string, until: string): Warning[] =>
  to > until ? [{ code: 'period_not_over', until: to }] : []
