import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import { dayOf, type Window, windowOf } from '../period/window.ts'
import { amountsOf, type Won, wonAmountOf } from './amounts.ts'
import { windowWarnings } from './cohort.ts'
import { type Course, chanceOf, coursesOf, type Excluded, isOpen, isWon, leaveOut, thereBefore } from './course.ts'
import { pipelineDefinitions } from './definitions.ts'
import { expectedOf } from './expected.ts'
import { asOfNow, groupIn, groupingBy, type Part, unknownIn } from './grouping.ts'
import { type Asked, questionOf, stageNamed } from './question.ts'

/** An open deal. */
interface Open {
  readonly stage: string
  readonly amount: number
  readonly parts: readonly Part[]
  readonly chance: number
}

interface EstimateAsked extends Asked, Window {
  readonly open?: 'expected' | 'all' | undefined
  readonly stages?: string[] | undefined
  readonly chances?: 'stage' | 'winRate' | undefined
  readonly by?: string | undefined
}

/** What was won in a period, and what of the open may be won in it. What was lost comes to nothing. */
export async function revenueEstimate(inside: Inside, asked: EstimateAsked) {
  const question = questionOf(inside, asked)
  const { from, to } = windowOf(asked, inside)
  const [first, end] = [Date.parse(from), Date.parse(to)]
  const grouping = asked.by === undefined ? undefined : groupingBy(inside, question, asked.by)
  const among = new Set((asked.stages ?? []).map((name, i) => stageNamed(question, name, `stages[${i}]`)))
  const days = { from: dayOf(from, inside), to: dayOf(new Date(end - 1).toISOString(), inside) }
  const there = thereBefore(question)
  const amounts = amountsOf(question)
  const excluded: Excluded = {}
  const rates = ratesOf()
  const open: Open[] = []
  const closed: Won = { won: 0, wonAmount: 0, unknown: 0 }
  let [several, rows] = [0, 0]
  const unknown = { count: 0, open: 0 }
  for await (const page of coursesOf(inside, question, there, excluded)) {
    const partsOf = await grouping?.(page)
    for (const course of page) {
      const parts: readonly Part[] = partsOf?.(course) ?? [{ key: null, amount: null }]
      if (parts.length > 1) several++
      const nobodyKnows = parts.some(({ key }) => key === null)
      if (nobodyKnows) unknown.count++
      if (!isOpen(course)) {
        rates.count(parts, isWon(course))
        if (!isWon(course) || course.last.entered < first || course.last.entered >= end) continue
        const amount = amounts(course)
        rows++
        closed.won++
        closed.wonAmount += amount ?? 0
        if (amount !== null) continue
        closed.unknown++
        leaveOut(excluded, 'amount_missing')
        continue
      }
      if (among.size > 0 && !among.has(course.last.stage)) continue
      if (nobodyKnows) unknown.open++
      const reason = asked.open === 'all' ? undefined : notExpected(course, days, question.at >= end)
      const amount = reason === undefined ? amounts(course) : null
      if (amount === null) leaveOut(excluded, reason ?? 'amount_missing')
      else {
        rows++
        open.push({ stage: course.last.stage.name, amount, parts, chance: chanceOf(course, question) })
      }
    }
  }
  const byRate = asked.chances === 'winRate'
  const weighed = open.map(({ stage, amount, parts, chance }) => ({
    stage,
    amount,
    probability: byRate ? rates.ofAll(parts) : chance,
  }))
  const won = wonAmountOf(closed)
  const data = {
    from,
    to,
    won,
    wonDeals: closed.won,
    ...weightedOf(weighed, won),
    stages: [...question.stages.values()].flatMap(({ name, type }) => {
      const own = weighed.filter(({ stage }) => stage === name)
      const weighted = own.reduce((sum, { amount, probability }) => sum + amount * (probability ?? 0), 0)
      const total = own.reduce((sum, { amount }) => sum + amount, 0)
      return type === 'open' ? [{ stage: name, n: own.length, amount: total, weighted: Math.round(weighted) }] : []
    }),
  }
  return explain(data, {
    of: byRate ? pipelineDefinitions.revenueByWinRate : pipelineDefinitions.revenueEstimate,
    asOf: question.asOf,
    zone: inside.zone,
    rows,
    excluded,
    warnings: [
      ...windowWarnings(to, question.until),
      ...unknownIn(asked.by, unknown.count, { open: unknown.open }),
      ...(several > 0 ? [{ code: 'counted_several_times', count: several }] : []),
      ...asOfNow(question, asked.open === 'all' ? undefined : 'expectedAt', byRate ? asked.by : undefined),
      ...(byRate && rates.ofAll([]) === null ? [{ code: 'nothing_decided' }] : []),
    ],
    records: { entity: question.entity.name, where: { and: [question.where, there, { closedAt: null }] } },
  })
}

/** Why an open deal is none of the period's; undefined where it is expected within it. In a period that is over none is won. */
function notExpected(
  { record: { expectedAt } }: Course,
  { from, to }: { readonly from: string; readonly to: string },
  over: boolean,
) {
  if (typeof expectedAt !== 'string') return 'expected_missing'
  if (expectedAt > to) return 'expected_later'
  return over || expectedAt < from ? 'overdue' : undefined
}

/** Win rates of groups; where a group has decided nothing, or nobody knows it, that of all. */
function ratesOf() {
  const groups = new Map<string | null, { won: number; n: number }>()
  const all = { won: 0, n: 0 }
  return {
    count(parts: readonly Part[], won: boolean): void {
      const known = parts.flatMap(({ key }) => (key === null ? [] : [groupIn(groups, key, () => ({ won: 0, n: 0 }))]))
      for (const group of [all, ...known]) {
        group.n++
        if (won) group.won++
      }
    },
    /** The chance of a deal: the mean of its parts' by what they come to. */
    ofAll(parts: readonly Part[]): number | null {
      if (all.n === 0) return null
      const rateOf = (key: string | null) => {
        const { won, n } = (key === null ? undefined : groups.get(key)) ?? all
        return won / n
      }
      const weights =
        parts.length > 1 && parts.some(({ amount }) => amount)
          ? parts.map(({ amount }) => amount ?? 0)
          : parts.map(() => 1)
      const sum = weights.reduce((a, b) => a + b, 0)
      return sum === 0
        ? rateOf(null)
        : parts.reduce((mean, { key }, i) => mean + (rateOf(key) * (weights[i] ?? 0)) / sum, 0)
    },
  }
}

/** The open ones, weighed: what they come to on average, and between what and what. Null where no chance is known. */
function weightedOf(
  open: readonly { readonly amount: number; readonly probability: number | null }[],
  won: number | null,
) {
  const openAmount = open.reduce((sum, { amount }) => sum + amount, 0)
  const known = open.flatMap(({ amount, probability }) => (probability === null ? [] : [{ amount, probability }]))
  if (known.length < open.length) return { openAmount, weightedOpen: null, total: null, interval: null, level: 0.95 }
  const { mean, lower, upper, levels } = expectedOf(known)
  const weightedOpen = Math.round(mean)
  const level = levels[0] ?? 0.95
  if (won === null) return { openAmount, weightedOpen, total: null, interval: null, level }
  const interval: [number, number] = [won + Math.round(lower[0] ?? 0), won + Math.round(upper[0] ?? 0)]
  return { openAmount, weightedOpen, total: won + weightedOpen, interval, level }
}
