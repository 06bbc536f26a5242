import type { Inside } from '../inside.ts'
import { daysBetween } from '../period/days-between.ts'
import { earlier, type Window } from '../period/window.ts'
import { closedIn } from '../pipeline/closed.ts'
import { coursesOf, isWon, leaveOut } from '../pipeline/course.ts'
import { questionOf } from '../pipeline/question.ts'
import type { Known } from '../purchases/scope.ts'
import { inStages } from '../records/in-stages.ts'

/** Deals of all pipelines that were closed in a window, as it was known. */
export interface Decided {
  won: number
  lost: number
  /** How long the won ones took; those made as won or lost are left out, as `cycle` of a pipeline leaves them out. */
  readonly days: number[]
  readonly excluded: Record<string, number>
}

const nothing = (): Decided => ({ won: 0, lost: 0, days: [], excluded: {} })

/** How many were won and lost in each of the windows as the records say now: the same number, and nothing is read of each deal. */
export async function closedNow({ crm, pipelines }: Inside, windows: readonly Window[], { until }: Known) {
  const measures = {
    won: { fn: 'count', where: inStages(pipelines, 'deal', 'won') },
    lost: { fn: 'count', where: inStages(pipelines, 'deal', 'lost') },
  } as const
  const found: Decided[] = []
  for (const { from, to } of windows) {
    const where = { closedAt: { gte: from, lt: earlier(to, until) } }
    const [row] = await crm.deals.aggregate({ where, measures })
    found.push({ ...nothing(), ...row })
  }
  return found
}

/** What was won and lost in each of the windows. */
export async function decidedIn(inside: Inside, windows: readonly Window[], known: Known): Promise<readonly Decided[]> {
  const past = known.asOf < inside.now
  const found = windows.map((window) => ({ window, of: nothing() }))
  // What is closed now says by its own field when that was; who has moved on since may be of any window before.
  for (const among of past ? [found] : found.map((one) => [one])) await read(inside, among, known, past)
  return found.map(({ of }) => of)
}

interface Found {
  readonly window: Window
  readonly of: Decided
}

async function read(inside: Inside, found: readonly Found[], { asOf, until }: Known, past: boolean): Promise<void> {
  const froms = found.map(({ window: { from } }) => from).sort()
  const tos = found.map(({ window: { to } }) => to).sort()
  const all = { from: froms[0] ?? until, to: tos.at(-1) ?? until }
  const now = past ? [] : [{ closedAt: { gte: all.from, lt: earlier(all.to, until) } }]
  for (const pipeline of inside.pipelines.get('deal')?.keys() ?? []) {
    const question = questionOf(inside, { pipeline, ...(past ? { asOf } : {}) })
    const { candidates } = closedIn(inside, question, all)
    const own = found.map(({ window, of }) => ({ of, has: closedIn(inside, question, window).has }))
    for await (const page of coursesOf(inside, question, { and: [candidates, ...now] }, {}))
      for (const course of page)
        for (const { of } of own.filter(({ has }) => has(course))) {
          const { first, last } = course
          of[isWon(course) ? 'won' : 'lost']++
          if (!isWon(course)) continue
          if (first.stage.type === 'open') of.days.push(daysBetween(first.entered, last.entered, inside.zone))
          else leaveOut(of.excluded, 'entered_as_closed')
        }
  }
}
