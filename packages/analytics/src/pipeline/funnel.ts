import { explain } from '../explained/explained.ts'
import { type RateFigure, rateOf } from '../explained/figure.ts'
import type { Inside } from '../inside.ts'
import { type Window, windowOf } from '../period/window.ts'
import { cohortOf } from './cohort.ts'
import { type Course, coursesOf, type Excluded, isOpen, leaveOut, thereBefore } from './course.ts'
import { pipelineDefinitions } from './definitions.ts'
import { asOfNow, groupIn, groupingBy, sorted } from './grouping.ts'
import { type Asked, type Question, questionOf } from './question.ts'

export type FunnelMode = 'entry-cohort' | 'activity'

/** The stages that lead to a sale: those open, in their order, then the won ones as one step. */
function stepsOf({ stages }: Question) {
  const all = [...stages.values()]
  const open = all.filter(({ type }) => type === 'open').map(({ name }) => [name])
  const won = all.filter(({ type }) => type === 'won').map(({ name }) => name)
  const steps = won.length === 0 ? open : [...open, won]
  const places = new Map(steps.flatMap((names, step) => names.map((name) => [name, step] as const)))
  return { steps, stepOf: (name: string): number | undefined => places.get(name) }
}

type Steps = ReturnType<typeof stepsOf>

/** The steps that a deal of the cohort has reached: up to the farthest, for what it skipped it has passed. */
function reachedBy({ stays }: Course, { stepOf }: Steps): number[] {
  const farthest = Math.max(-1, ...stays.map(({ stage }) => stepOf(stage.name) ?? -1))
  return Array.from({ length: farthest + 1 }, (_, step) => step)
}

/** The steps that a deal entered within the window, or skipped on its way; one that it went back to, too. */
function enteredBy({ stays }: Course, { stepOf }: Steps, from: number, to: number): number[] {
  const entered = new Set<number>()
  let before = -1
  for (const { stage, entered: at } of stays) {
    const step = stepOf(stage.name)
    if (step === undefined) continue
    if (at >= from && at < to) for (let k = Math.min(before + 1, step); k <= step; k++) entered.add(k)
    before = step
  }
  return [...entered]
}

/** What was reached, as shares. Of other deals in each step there is a ratio, and no interval. */
function figureOf(reached: readonly number[], mode: FunnelMode) {
  const share = (num = 0, den = 0): RateFigure =>
    mode === 'entry-cohort'
      ? rateOf(num, den)
      : { value: den === 0 ? null : num / den, n: den, num, den, interval: null, level: 0.95 }
  return {
    reached: [...reached],
    stepRates: reached.slice(1).map((n, step) => share(n, reached[step])),
    overall: share(reached.at(-1), reached[0]),
  }
}

/** How far the deals came. */
export async function funnel(
  inside: Inside,
  asked: Asked & Window & { readonly mode?: FunnelMode | undefined; readonly by?: string | undefined },
) {
  const question = questionOf(inside, asked)
  const window = windowOf(asked, inside)
  const grouping = asked.by === undefined ? undefined : groupingBy(inside, question, asked.by)
  const [mode, steps] = [asked.mode ?? 'entry-cohort', stepsOf(question)]
  const [from, to] = [Date.parse(window.from), Date.parse(window.to)]
  const cohort = cohortOf(inside, question, asked)
  // Who entered a stage in the window is in this stage or a later one since.
  const active = { ...thereBefore(question, window.to), stageSince: { gte: window.from } }
  const nothing = () => steps.steps.map(() => 0)
  const [all, groups] = [nothing(), new Map<string | null, number[]>()]
  const excluded: Excluded = {}
  let [rows, open] = [0, 0]
  for await (const page of coursesOf(
    inside,
    question,
    mode === 'entry-cohort' ? cohort.candidates : active,
    excluded,
  )) {
    const partsOf = await grouping?.(page)
    for (const course of page) {
      if (mode === 'entry-cohort' && !cohort.has(course)) continue
      const reached = mode === 'activity' ? enteredBy(course, steps, from, to) : reachedBy(course, steps)
      if (reached.length === 0) {
        if (mode === 'entry-cohort') leaveOut(excluded, 'entered_as_lost')
        continue
      }
      rows++
      if (isOpen(course)) open++
      const counts = (partsOf?.(course) ?? []).map(({ key }) => groupIn(groups, key, nothing))
      for (const count of [all, ...counts]) for (const step of reached) count[step] = (count[step] ?? 0) + 1
    }
  }
  const { warnings } = cohort
  if (mode === 'entry-cohort' && open > 0) warnings.push({ code: 'still_open', count: open })
  warnings.push(...asOfNow(question, asked.by))
  const data = {
    mode,
    stages: steps.steps.map((names) => names.join('|')),
    ...figureOf(all, mode),
    groups:
      grouping === undefined
        ? null
        : sorted([...groups].map(([key, reached]) => ({ key, ...figureOf(reached, mode) }))),
  }
  return explain(data, {
    of: mode === 'activity' ? pipelineDefinitions.funnelActivity : pipelineDefinitions.funnel,
    asOf: question.asOf,
    zone: inside.zone,
    rows,
    excluded,
    warnings,
    records: mode === 'activity' ? null : { entity: question.entity.name, where: cohort.records },
  })
}
