import { invalid, type Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import { instantOf, type Window } from '../period/window.ts'
import { type Known, knownBy } from '../purchases/scope.ts'
import { leftOut, tested, told } from './compare.ts'
import { changeDefinitions } from './definitions.ts'
import { interrupted } from './interrupted.ts'
import type { Metric, Plan } from './metric.ts'
import { asTheyAreNow, planOf } from './plan.ts'
import { pooled } from './pool.ts'
import { figureOf, type Sample, samplesOf, sizeOf } from './sample.ts'

export type Grain = 'day' | 'week' | 'month'

export interface BeforeAfterAsked {
  readonly metric: Metric
  /** A day. */
  readonly changeAt: string
  readonly grain?: Grain | undefined
  readonly pre: number
  readonly post: number
  readonly season?: number | undefined
  readonly level?: number | undefined
  readonly currency?: string | undefined
  readonly asOf?: string | undefined
}

interface Point {
  readonly from: string
  readonly sample: Sample
}

/** A figure period by period, before a change and after it. */
export async function beforeAfter(inside: Inside, asked: BeforeAfterAsked) {
  const { metric, changeAt, grain = 'month', pre, post, level = 0.95, currency, asOf } = asked
  const known = knownBy(inside, { currency, asOf })
  const plan = planOf(inside, metric, 'metric', currency)
  const spans = (first: number, last: number) =>
    Array.from({ length: last - first }, (_, i) => spanOf(inside, { changeAt, grain, index: first + i }))
  const over = spans(0, post).filter(({ to }) => instantOf(to, inside) <= known.until)
  if (over.length === 0)
    throw invalid('changeAt', 'has no period after it that is over', 'Wait, or ask for shorter ones.')
  const all = await measured(inside, plan, [...spans(-pre, 0), ...over], known)
  const [before, after] = [all.slice(0, pre), all.slice(pre)]
  const [a, b] = [pooled(before.map(({ sample }) => sample)), pooled(after.map(({ sample }) => sample))]
  if (a === null || b === null) throw new TypeError('there are periods on both sides')
  const comparison = { ...tested(a, b, level), pAdjusted: null }
  const season = asked.season ?? { day: 7, week: 1, month: 12 }[grain]
  const [y, came] = [valuesOf(before), valuesOf(after)]
  const warnings: Warning[] = [
    { code: 'not_a_cause' },
    ...(over.length < post ? [{ code: 'period_not_over', left: post - over.length }] : []),
    ...asTheyAreNow(inside, [plan], known),
  ]
  const data = {
    series: [...before, ...after].map(({ from, sample }) => ({ from, value: figureOf(sample), n: sizeOf(sample) })),
    comparison: told(plan, [a, b], comparison),
    interrupted: interrupted({ before: y, after: came, season, level }),
  }
  return explain(data, {
    of: changeDefinitions.beforeAfter,
    asOf: known.asOf,
    zone: inside.zone,
    rows: sizeOf(a) + sizeOf(b),
    excluded: leftOut([...before, ...after].map(({ sample }) => sample)),
    warnings,
  })
}

const valuesOf = (points: readonly Point[]) => points.map(({ sample }) => figureOf(sample))

/** The period so many after the change; those before it are less than nothing. */
function spanOf(inside: Inside, { changeAt, grain, index }: { changeAt: string; grain: Grain; index: number }): Window {
  const step = (n: number) => {
    const size = `${Math.abs(grain === 'week' ? 7 * n : n)}${grain === 'month' ? 'M' : 'D'}`
    return inside.add(changeAt, `${n < 0 ? '-' : ''}P${size}`)
  }
  return { from: step(index), to: step(index + 1) }
}

async function measured(inside: Inside, plan: Plan, spans: readonly Window[], known: Known): Promise<Point[]> {
  const windows = spans.map(({ from, to }) => ({ from: instantOf(from, inside), to: instantOf(to, inside) }))
  const samples = await samplesOf(inside, plan, windows, known)
  return samples.map((sample, i) => ({ from: spans[i]?.from ?? '', sample }))
}
