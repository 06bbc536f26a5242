import { invalid, type Warning } from '@guanxi/core'
import { explain } from '../../explained/explained.ts'
import type { Inside } from '../../inside.ts'
import { accuracy } from '../../math/index.ts'
import { shifted } from '../../period/grain.ts'
import { dayOf, instantOf } from '../../period/window.ts'
import { amountsOf } from '../amounts.ts'
import { coursesOf, type Excluded, leaveOut, thereBefore } from '../course.ts'
import { pipelineDefinitions } from '../definitions.ts'
import { spanOf } from '../grain.ts'
import { asOfNow, groupingBy, type Part, unknownIn } from '../grouping.ts'
import { type Asked, type Question, questionOf } from '../question.ts'
import type { Grain } from '../shape.ts'
import { type Answer, Origin } from './origin.ts'

type Method = 'stage' | 'history' | 'series'

interface ForecastAsked extends Asked {
  readonly grain?: Grain | undefined
  readonly at?: string | undefined
  readonly by?: string | undefined
  readonly ages?: number[] | undefined
  readonly strength?: number | undefined
  readonly back?: number | undefined
}

/** What will be won in a period: by the stages, by the past of such records, and by the revenue of the periods before. */
export async function pipelineForecast(inside: Inside, asked: ForecastAsked) {
  const question = questionOf(inside, asked)
  const grouping = groupingBy(inside, question, asked.by ?? 'owner')
  const { now, before } = originsOf(inside, question, asked)
  const there = thereBefore(question)
  const amounts = amountsOf(question)
  const excluded: Excluded = {}
  let [rows, unknown] = [0, 0]
  for await (const page of coursesOf(inside, question, there, excluded)) {
    const partsOf = await grouping(page)
    for (const course of page) {
      rows++
      const key = mainOf(partsOf(course))
      if (key === null) unknown++
      const amount = amounts(course)
      for (const origin of [now, ...before]) origin.see(course, key, amount)
    }
  }
  const answers = { stage: now.stage(true), history: now.history(true), series: now.series() }
  leaveOut(excluded, 'amount_missing', now.lacks.amount)
  const past = before
    .filter(({ seen }) => seen > 0)
    .map((origin) => {
      const { actual, actualOfOpen, vantage } = origin
      const { from, to } = vantage.span
      return {
        from,
        to,
        asOf: new Date(vantage.at).toISOString(),
        actual,
        actualOfOpen,
        stage: origin.stage(false)?.value ?? null,
        history: origin.history(false)?.value ?? null,
        series: origin.series()?.value ?? null,
      }
    })
  const judged = (method: Method) => ({ ...told(answers[method]), errors: errorsOf(past, method) })
  const data = {
    from: now.vantage.span.from,
    to: now.vantage.span.to,
    won: now.won,
    stage: judged('stage'),
    history: judged('history'),
    series: { ...judged('series'), method: answers.series?.method ?? null },
    past,
  }
  return explain(data, {
    of: pipelineDefinitions.pipelineForecast,
    asOf: question.asOf,
    zone: inside.zone,
    rows,
    excluded,
    warnings: [
      ...lacksOf(now),
      ...unknownIn(asked.by ?? 'owner', unknown),
      ...asOfNow(question, 'expectedAt', asked.by ?? 'owner'),
    ],
    records: { entity: question.entity.name, where: { and: [question.where, there, { closedAt: null }] } },
  })
}

/** Where the forecast stands, and where those before it stood: as far from their periods as it is from its own. */
function originsOf(inside: Inside, question: Question, asked: ForecastAsked) {
  const { grain = 'month', ages = [30, 60, 90, 180], strength = 10, back = 3 } = asked
  if (ages.some((age, i) => age <= (ages[i - 1] ?? 0))) throw invalid('ages', 'are not rising')
  const today = spanOf(dayOf(question.asOf, inside), grain, inside)
  const next = today.from === question.asOf ? today : spanOf(shifted(today.day, grain, 1, inside), grain, inside)
  const span = asked.at === undefined ? next : spanOf(dayOf(instantOf(asked.at, inside), inside), grain, inside)
  if (span.to <= question.asOf) throw invalid('at', 'is in a period that is over', 'closings says what was won in it.')
  const rules = { ages, strength, zone: inside.zone }
  const { at, until, past } = question
  const now = new Origin({ at, before: Date.parse(until), span, past }, inside, grain, rules)
  const before: Origin[] = []
  // At least as far back as the period is ahead: what is not over has no errors yet.
  for (let i = ahead(today.day, span.day, grain, inside) + 1; before.length < back; i++) {
    const then = spanOf(shifted(span.day, grain, -i, inside), grain, inside)
    const instant = Date.parse(shifted(question.asOf, grain, -i, inside))
    before.push(new Origin({ at: instant, before: instant, span: then, past: true }, inside, grain, rules))
  }
  return { now, before }
}

/** By how many periods one is behind another. */
function ahead(from: string, to: string, grain: Grain, inside: Inside): number {
  let steps = 0
  for (let day = from; day < to; day = shifted(day, grain, 1, inside)) {
    if (++steps > 60) throw invalid('at', 'is more than 60 periods ahead')
  }
  return steps
}

/** The group in which most of a record lies. */
const mainOf = (parts: readonly Part[]): string | null =>
  parts.reduce<Part | undefined>((most, part) => ((part.amount ?? 0) > (most?.amount ?? -1) ? part : most), undefined)
    ?.key ?? null

function told(answer: Answer | null) {
  if (answer === null) return { status: 'insufficient' as const, value: null, interval: null, level: 0.95, n: 0 }
  const { value, interval, n } = answer
  const bounds: [number, number] | null = interval === null ? null : [interval[0], interval[1]]
  return { status: 'ok' as const, value, interval: bounds, level: 0.95, n }
}

/** How far a method fell from what came. */
function errorsOf(
  past: readonly ({ readonly actual: number } & Readonly<Record<Method, number | null>>)[],
  method: Method,
) {
  const tried = past.flatMap((one) => {
    const forecast = one[method]
    return forecast === null ? [] : [{ actual: one.actual, forecast }]
  })
  const { n, mae, mape } = accuracy(
    tried.map(({ actual }) => actual),
    tried.map(({ forecast }) => forecast),
  )
  const bias = n === 0 ? null : tried.reduce((sum, { actual, forecast }) => sum + forecast - actual, 0) / n
  return { n, bias, mae, mape }
}

function lacksOf({ lacks }: Origin): Warning[] {
  const warnings: Warning[] = []
  if (lacks.won > 0) warnings.push({ code: 'won_amount_missing', count: lacks.won })
  if (lacks.expected > 0) warnings.push({ code: 'expected_missing', count: lacks.expected })
  if (lacks.history > 0) warnings.push({ code: 'age_beyond_history', count: lacks.history })
  return warnings
}
