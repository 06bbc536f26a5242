import type { Inside } from '../inside.ts'
import { earlier, type Window, windowOf } from '../period/window.ts'
import { windowWarnings } from './cohort.ts'
import type { Course } from './course.ts'
import type { Question } from './question.ts'

/** The records that were closed within a period, and were not opened again as far as is known. */
export function closedIn(inside: Inside, { where, until }: Question, asked: Window, path?: string) {
  const { from, to } = windowOf(asked, inside, path)
  const [first, end] = [Date.parse(from), Date.parse(to)]
  return {
    // Who moved on since is in his stage since later.
    candidates: { createdAt: { lt: earlier(to, until) }, stageSince: { gte: from } },
    has: ({ last }: Course) => last.stage.type !== 'open' && last.entered >= first && last.entered < end,
    records: { and: [where, { closedAt: { gte: from, lt: earlier(to, until) } }] },
    warnings: windowWarnings(to, until),
  }
}
