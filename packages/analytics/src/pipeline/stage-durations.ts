import type { Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import { kaplanMeier, type Lifetime } from '../math/index.ts'
import { daysBetween } from '../period/days-between.ts'
import { type CohortAsked, cohortOf } from './cohort.ts'
import { type Course, coursesOf, type Excluded, leaveOut } from './course.ts'
import { pipelineDefinitions } from './definitions.ts'
import { summaryOf } from './lifetimes.ts'
import { type Asked, type Question, questionOf } from './question.ts'

/** How long a record was in each open stage, all its stays together, and whether it has left. */
function timesIn({ stays }: Course, { at, zone }: Question): Map<string, Lifetime> {
  const times = new Map<string, Lifetime>()
  for (const { stage, entered, left } of stays) {
    if (stage.type !== 'open') continue
    const { time = 0, event = true } = times.get(stage.name) ?? {}
    times.set(stage.name, { time: time + daysBetween(entered, left ?? at, zone), event: event && left !== null })
  }
  return times
}

/** How long deals stay in each stage. */
export async function stageDurations(inside: Inside, asked: Asked & CohortAsked) {
  const question = questionOf(inside, asked)
  const cohort = cohortOf(inside, question, asked)
  const open = [...question.stages.values()].filter(({ type }) => type === 'open')
  const byStage = new Map<string, Lifetime[]>(open.map(({ name }) => [name, []]))
  const excluded: Excluded = {}
  let rows = 0
  for await (const page of coursesOf(inside, question, cohort.candidates, excluded)) {
    for (const course of page) {
      if (!cohort.has(course)) continue
      rows++
      for (const [stage, lifetime] of timesIn(course, question)) byStage.get(stage)?.push(lifetime)
    }
  }
  const { warnings } = cohort
  const stages = open.map(({ name }) => {
    const curve = kaplanMeier(byStage.get(name) ?? [])
    if (curve.excluded > 0) leaveOut(excluded, 'negative_duration', curve.excluded)
    warnings.push(...biasOf(curve.endedOnly.biased, { stage: name, censored: curve.censored }))
    return { stage: name, ...summaryOf(curve) }
  })
  return explain(
    { stages },
    {
      of: pipelineDefinitions.stageDurations,
      asOf: question.asOf,
      zone: inside.zone,
      rows,
      excluded,
      warnings,
      records: { entity: question.entity.name, where: cohort.records },
    },
  )
}

/** The mean of those that ended is too short, as long as the slow ones go on. */
export const biasOf = (biased: boolean, told: object): Warning[] =>
  biased ? [{ code: 'mean_of_ended_biased', ...told }] : []
