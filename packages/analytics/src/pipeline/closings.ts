import { invalid, type Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import { rateOf } from '../explained/figure.ts'
import type { Inside } from '../inside.ts'
import { shifted } from '../period/grain.ts'
import { type Window, windowOf } from '../period/window.ts'
import { amountsOf, type Won, wonAmountOf } from './amounts.ts'
import { closedIn } from './closed.ts'
import { coursesOf, type Excluded, isWon } from './course.ts'
import { pipelineDefinitions } from './definitions.ts'
import { startOfInstant } from './grain.ts'
import { asOfNow, groupIn, groupingBy, sorted, unknownIn } from './grouping.ts'
import { type Asked, questionOf } from './question.ts'
import type { Grain } from './shape.ts'

interface Closed extends Won {
  lost: number
}

const nothing = (): Closed => ({ won: 0, wonAmount: 0, unknown: 0, lost: 0 })
const figureOf = (closed: Closed) => {
  const { won, lost } = closed
  return { won, wonAmount: wonAmountOf(closed), lost, rate: rateOf(won, won + lost) }
}

/** What was won and lost in each period, and what it came to. */
export async function closings(
  inside: Inside,
  asked: Asked & Window & { readonly grain?: Grain | undefined; readonly by?: string | undefined },
) {
  const question = questionOf(inside, asked)
  const grouping = asked.by === undefined ? undefined : groupingBy(inside, question, asked.by)
  const grain = asked.grain ?? 'month'
  const closed = closedIn(inside, question, asked)
  const amounts = amountsOf(question)
  const periods = new Map(periodsIn(inside, asked, grain).map((day) => [day, nothing()]))
  const [all, groups] = [nothing(), new Map<string | null, Closed>()]
  const excluded: Excluded = {}
  const warnings: Warning[] = [...closed.warnings]
  let unknown = 0
  for await (const page of coursesOf(inside, question, closed.candidates, excluded)) {
    const among = page.filter(closed.has)
    const partsOf = await grouping?.(among)
    for (const course of among) {
      const won = isWon(course)
      const amount = won ? amounts(course) : 0
      const add = (to: Closed | undefined, sum: number | null) => {
        if (to === undefined) return
        to[won ? 'won' : 'lost']++
        to.wonAmount += sum ?? 0
        if (sum === null) to.unknown++
      }
      add(all, amount)
      add(periods.get(startOfInstant(course.last.entered, grain, inside)), amount)
      const parts = partsOf?.(course) ?? []
      if (parts.some(({ key }) => key === null)) unknown++
      for (const part of parts) add(groupIn(groups, part.key, nothing), won && parts.length > 1 ? part.amount : amount)
    }
  }
  if (all.unknown > 0) warnings.push({ code: 'amount_missing', count: all.unknown })
  warnings.push(...unknownIn(asked.by, unknown), ...asOfNow(question, asked.by))
  const data = {
    ...figureOf(all),
    periods: [...periods].map(([day, found]) => ({ day, ...figureOf(found) })),
    groups: grouping === undefined ? null : sorted([...groups].map(([key, found]) => ({ key, ...figureOf(found) }))),
  }
  return explain(data, {
    of: pipelineDefinitions.closings,
    asOf: question.asOf,
    zone: inside.zone,
    rows: all.won + all.lost,
    excluded,
    warnings,
    records: { entity: question.entity.name, where: closed.records },
  })
}

/** The first days of all periods of a window, those without any closing, too. */
function periodsIn(inside: Inside, asked: Window, grain: Grain): string[] {
  const { from, to } = windowOf(asked, inside)
  const days: string[] = []
  const end = startOfInstant(Date.parse(to) - 1, grain, inside)
  for (let day = startOfInstant(Date.parse(from), grain, inside); day <= end; day = shifted(day, grain, 1, inside)) {
    if (days.push(day) > 2000)
      throw invalid('grain', 'makes more than 2,000 periods', 'Ask for a shorter period, or a longer grain.')
  }
  return days
}
