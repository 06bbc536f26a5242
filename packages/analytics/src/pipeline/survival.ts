import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import { kaplanMeier, type Lifetime, logRank } from '../math/index.ts'
import { daysBetween } from '../period/days-between.ts'
import { type CohortAsked, cohortOf } from './cohort.ts'
import { type Course, coursesOf, type Excluded, isOpen, leaveOut } from './course.ts'
import { pipelineDefinitions } from './definitions.ts'
import { asOfNow, groupIn, groupingBy, sorted } from './grouping.ts'
import { readAt, summaryOf } from './lifetimes.ts'
import { type Asked, type Question, questionOf, type Stage, stageNamed } from './question.ts'
import { biasOf } from './stage-durations.ts'

/** From the entry, into the pipeline or a stage of it, until the record was closed; null where it never entered. */
function lifetimeOf(course: Course, since: Stage | undefined, { at, zone }: Question): Lifetime | null {
  const start = since === undefined ? course.first : course.stays.find(({ stage }) => stage === since)
  if (start === undefined || start.stage.type !== 'open') return null
  const open = isOpen(course)
  return { time: daysBetween(start.entered, open ? at : course.last.entered, zone), event: !open }
}

/** How long deals take until they are won or lost. */
export async function survival(
  inside: Inside,
  asked: Asked &
    CohortAsked & {
      readonly since?: string | undefined
      readonly days?: number[] | undefined
      readonly by?: string | undefined
    },
) {
  const question = questionOf(inside, asked)
  const cohort = cohortOf(inside, question, asked)
  const since = asked.since === undefined ? undefined : stageNamed(question, asked.since, 'since')
  const grouping = asked.by === undefined ? undefined : groupingBy(inside, question, asked.by)
  const [all, groups] = [[] as Lifetime[], new Map<string | null, Lifetime[]>()]
  const excluded: Excluded = {}
  for await (const page of coursesOf(inside, question, cohort.candidates, excluded)) {
    const partsOf = await grouping?.(page)
    for (const course of page) {
      if (!cohort.has(course)) continue
      const lifetime = lifetimeOf(course, since, question)
      if (lifetime === null) {
        leaveOut(excluded, since === undefined ? 'entered_as_closed' : 'stage_not_reached')
        continue
      }
      all.push(lifetime)
      for (const { key } of partsOf?.(course) ?? []) groupIn(groups, key, (): Lifetime[] => []).push(lifetime)
    }
  }
  const days = asked.days ?? [30, 60, 90, 180, 365]
  const figureOf = (lifetimes: readonly Lifetime[]) => {
    const curve = kaplanMeier(lifetimes)
    return { ...summaryOf(curve), at: readAt(curve, lifetimes, days), excluded: curve.excluded }
  }
  const { excluded: negative, ...total } = figureOf(all)
  leaveOut(excluded, 'negative_duration', negative)
  const found = sorted([...groups].map(([key, lifetimes]) => ({ key, lifetimes })))
  const told = found.map(({ key, lifetimes }) => {
    const { excluded: _, ...figure } = figureOf(lifetimes)
    return { key, ...figure }
  })
  return explain(
    { ...total, groups: grouping === undefined ? null : told, test: grouping === undefined ? null : testOf(found) },
    {
      of: pipelineDefinitions.survival,
      asOf: question.asOf,
      zone: inside.zone,
      rows: all.length,
      excluded,
      warnings: [
        ...cohort.warnings,
        ...biasOf(total.endedOnly.biased, { censored: total.censored }),
        ...asOfNow(question, asked.by),
      ],
      records: { entity: question.entity.name, where: cohort.records },
    },
  )
}

/** Whether the groups that somebody knows differ. */
function testOf(groups: readonly { readonly key: string | null; readonly lifetimes: readonly Lifetime[] }[]) {
  const known = groups.filter(({ key }) => key !== null)
  const { statistic, df, p, verdict, level } = logRank(known.map(({ lifetimes }) => lifetimes))
  const small = known.flatMap(({ key, lifetimes }) => (lifetimes.length < 30 ? [String(key)] : []))
  return { method: 'log-rank' as const, statistic, df, p, verdict, level, small }
}
