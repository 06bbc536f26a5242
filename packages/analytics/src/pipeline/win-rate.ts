import type { Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import { rateOf } from '../explained/figure.ts'
import type { Inside } from '../inside.ts'
import { chiSquared } from '../math/index.ts'
import type { Window } from '../period/window.ts'
import { closedIn } from './closed.ts'
import { cohortOf } from './cohort.ts'
import { coursesOf, type Excluded, isOpen, isWon, leaveOut } from './course.ts'
import { pipelineDefinitions } from './definitions.ts'
import { asOfNow, groupIn, groupingBy, sorted, unknownIn } from './grouping.ts'
import { type Asked, questionOf } from './question.ts'

export type Basis = 'close' | 'creation'

interface Count {
  won: number
  lost: number
}

const nothing = (): Count => ({ won: 0, lost: 0 })
const figureOf = ({ won, lost }: Count) => ({ won, lost, rate: rateOf(won, won + lost) })

/** Of what was decided, how much was won. */
export async function winRate(
  inside: Inside,
  asked: Asked & Window & { readonly basis?: Basis | undefined; readonly by?: string | undefined },
) {
  const question = questionOf(inside, asked)
  const grouping = asked.by === undefined ? undefined : groupingBy(inside, question, asked.by)
  const basis = asked.basis ?? 'close'
  const cohort = cohortOf(inside, question, asked)
  const closed = closedIn(inside, question, asked)
  const byClose = basis === 'close'
  const [all, groups] = [nothing(), new Map<string | null, Count>()]
  const excluded: Excluded = {}
  let [several, unknown] = [0, 0]
  for await (const page of coursesOf(inside, question, byClose ? closed.candidates : cohort.candidates, excluded)) {
    const among = page.filter((course) => (byClose ? closed.has(course) : cohort.has(course)))
    const decided = among.filter((course) => !isOpen(course))
    leaveOut(excluded, 'open', among.length - decided.length)
    const partsOf = await grouping?.(decided)
    for (const course of decided) {
      const outcome = isWon(course) ? 'won' : 'lost'
      const parts = partsOf?.(course) ?? []
      if (parts.length > 1) several++
      if (parts.some(({ key }) => key === null)) unknown++
      for (const count of [all, ...parts.map(({ key }) => groupIn(groups, key, nothing))]) count[outcome]++
    }
  }
  const warnings: Warning[] = [...(byClose ? closed : cohort).warnings]
  if (several > 0) warnings.push({ code: 'counted_several_times', count: several })
  warnings.push(...unknownIn(asked.by, unknown), ...asOfNow(question, asked.by))
  const found = sorted([...groups].map(([key, count]) => ({ key, ...figureOf(count) })))
  const data = {
    basis,
    ...figureOf(all),
    groups: grouping === undefined ? null : found,
    test: grouping === undefined ? null : testOf(found),
  }
  return explain(data, {
    of: byClose ? pipelineDefinitions.winRate : pipelineDefinitions.winRateOfCohort,
    asOf: question.asOf,
    zone: inside.zone,
    rows: all.won + all.lost,
    excluded,
    warnings,
    records: { entity: question.entity.name, where: byClose ? closed.records : cohort.records },
  })
}

/** Whether the groups that somebody knows differ. */
function testOf(groups: readonly (Count & { readonly key: string | null })[]) {
  const known = groups.filter(({ key }) => key !== null)
  const { statistic, df, p, verdict, level, small } = chiSquared(known.map(({ won, lost }) => [won, lost]))
  const few = small.map((index) => String(known[index]?.key))
  return { method: 'chi-squared' as const, statistic, df, p, verdict, level, small: few }
}
