import type { Warning } from '@guanxi/core'
import { notOver } from '../customers/churn.ts'
import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import { adjusted, type Comparison, compareMeans, compareRates } from '../math/index.ts'
import { type Window, windowOf } from '../period/window.ts'
import { knownBy } from '../purchases/scope.ts'
import { changeDefinitions } from './definitions.ts'
import type { Metric, Plan } from './metric.ts'
import { asTheyAreNow, planOf } from './plan.ts'
import { figureOf, type Sample, samplesOf, sizeOf } from './sample.ts'

export interface CompareAsked {
  readonly a: Window
  readonly b: Window
  readonly metrics: readonly Metric[]
  readonly level?: number | undefined
  readonly currency?: string | undefined
  readonly asOf?: string | undefined
}

/** Figures of two windows side by side, judged together. */
export async function compare(inside: Inside, asked: CompareAsked) {
  const { metrics, level = 0.95, currency, asOf } = asked
  const known = knownBy(inside, { currency, asOf })
  const [a, b] = [windowOf(asked.a, inside, 'a.to'), windowOf(asked.b, inside, 'b.to')]
  const measured: { readonly plan: Plan; readonly a: Sample; readonly b: Sample; readonly test: Comparison }[] = []
  for (const [i, metric] of metrics.entries()) {
    const plan = planOf(inside, metric, `metrics[${i}]`, currency)
    const [before, after] = await samplesOf(inside, plan, [a, b], known)
    if (before === undefined || after === undefined) throw new TypeError('there are two windows')
    measured.push({ plan, a: before, b: after, test: tested(before, after, level) })
  }
  const tests = adjusted(measured.map(({ test }) => test))
  const rows = measured.map(({ plan, a: before, b: after }, i) => told(plan, [before, after], tests[i]))
  const warnings: Warning[] = [
    // What else has changed between the windows nobody knows.
    { code: 'not_a_cause' },
    ...(a.from < b.to && b.from < a.to ? [{ code: 'windows_overlap' }] : []),
    ...[a, b].flatMap(({ from, to }) => notOver(from, to, known.until)),
    ...asTheyAreNow(
      inside,
      measured.map(({ plan }) => plan),
      known,
    ),
  ]
  return explain(rows, {
    of: changeDefinitions.compare,
    asOf: known.asOf,
    zone: inside.zone,
    rows: measured.reduce((sum, one) => sum + sizeOf(one.a) + sizeOf(one.b), 0),
    excluded: leftOut(measured.flatMap((one) => [one.a, one.b])),
    warnings,
  })
}

/** The later one against the earlier one. */
export function tested(a: Sample, b: Sample, level: number): Comparison {
  if (a.type === 'rate' && b.type === 'rate') return compareRates(b.of, a.of, level)
  if (a.type === 'mean' && b.type === 'mean') return compareMeans(b.of, a.of, level)
  throw new TypeError('one figure has two kinds')
}

/** How many were left out, by the reason. */
export function leftOut(samples: readonly Sample[]): Record<string, number> {
  const all: Record<string, number> = {}
  for (const { excluded } of samples)
    for (const [reason, n] of Object.entries(excluded)) all[reason] = (all[reason] ?? 0) + n
  return all
}

const unitOf = (plan: Plan) => {
  if (plan.kind === 'duration') return plan.unit ?? 'days'
  if (plan.kind === 'cycle') return 'days' as const
  return plan.kind === 'mean' ? ('value' as const) : ('share' as const)
}

type Judged = (Comparison & { readonly pAdjusted: number | null }) | undefined

/** A comparison in the words of two windows. */
export function told(plan: Plan, [a, b]: readonly [Sample, Sample], test: Judged) {
  const interval = test?.ci ?? null
  return {
    metric: plan.name,
    unit: unitOf(plan),
    a: figureOf(a),
    b: figureOf(b),
    nA: sizeOf(a),
    nB: sizeOf(b),
    delta: {
      absolute: test?.difference ?? null,
      points: test?.points ?? null,
      relative: test?.relative ?? null,
    },
    interval: interval === null ? null : ([interval[0], interval[1]] satisfies [number, number]),
    level: test?.level ?? 0.95,
    method: test?.method ?? null,
    p: test?.p ?? null,
    pAdjusted: test?.pAdjusted ?? null,
    verdict: test?.verdict ?? ('insufficient' as const),
  }
}
