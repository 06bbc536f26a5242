import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import { compareMeans, moments, quantiles } from '../math/index.ts'
import { daysBetween } from '../period/days-between.ts'
import type { Window } from '../period/window.ts'
import { closedIn } from './closed.ts'
import { coursesOf, type Excluded, isWon, leaveOut } from './course.ts'
import { pipelineDefinitions } from './definitions.ts'
import { type Asked, type Question, questionOf } from './question.ts'

interface Days {
  readonly won: number[]
  readonly lost: number[]
}

/** How many days it took to close what was closed in a period. */
async function daysOf(inside: Inside, question: Question, window: Window, excluded: Excluded, path?: string) {
  const closed = closedIn(inside, question, window, path)
  const days: Days = { won: [], lost: [] }
  for await (const page of coursesOf(inside, question, closed.candidates, excluded)) {
    for (const course of page) {
      if (!closed.has(course)) continue
      if (course.first.stage.type !== 'open') {
        leaveOut(excluded, 'entered_as_closed')
        continue
      }
      const time = daysBetween(course.first.entered, course.last.entered, inside.zone)
      if (time < 0) leaveOut(excluded, 'negative_duration')
      else days[isWon(course) ? 'won' : 'lost'].push(time)
    }
  }
  return { days, closed }
}

function figureOf(days: readonly number[]) {
  const { n, values } = quantiles(days, [0.5, 0.9])
  const [median = null, p90 = null] = values
  return {
    n,
    median,
    mean: n === 0 ? null : moments(days).mean,
    p90,
    max: n === 0 ? null : days.reduce((a, b) => Math.max(a, b)),
  }
}

const less = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b)

/** What changed against an earlier period; the test is of the means. */
function changeOf(now: readonly number[], then: readonly number[]) {
  const [a, b] = [figureOf(now), figureOf(then)]
  const { ci, p, verdict, level } = compareMeans(moments(now), moments(then))
  return {
    ...b,
    delta: { median: less(a.median, b.median), mean: less(a.mean, b.mean) },
    meanInterval: ci === null ? null : ([ci[0], ci[1]] as [number, number]),
    p,
    verdict,
    level,
  }
}

/** How long it took from the creation to the close. */
export async function cycle(inside: Inside, asked: Asked & Window & { readonly before?: Window | undefined }) {
  const question = questionOf(inside, asked)
  const excluded: Excluded = {}
  const { days, closed } = await daysOf(inside, question, asked, excluded)
  const earlier =
    asked.before === undefined ? null : (await daysOf(inside, question, asked.before, {}, 'before.to')).days
  const data = {
    won: figureOf(days.won),
    lost: figureOf(days.lost),
    before: earlier && { won: changeOf(days.won, earlier.won), lost: changeOf(days.lost, earlier.lost) },
  }
  return explain(data, {
    of: pipelineDefinitions.cycle,
    asOf: question.asOf,
    zone: inside.zone,
    rows: days.won.length + days.lost.length,
    excluded,
    warnings: closed.warnings,
    records: { entity: question.entity.name, where: closed.records },
  })
}
