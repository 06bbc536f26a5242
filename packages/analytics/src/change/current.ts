import { invalid } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { rate, tQuantile } from '../math/index.ts'
import type { Window } from '../period/window.ts'
import type { Known } from '../purchases/scope.ts'
import { recordsOf } from '../records/any-entity.ts'
import { type MetricName, metricNames } from './metric.ts'
import { planOf } from './plan.ts'
import { figureOf, type Sample, sampleOf, sizeOf } from './sample.ts'
import { within } from './within.ts'

/** What a figure is now. */
export interface Current {
  readonly value: number | null
  readonly n: number | null
  readonly interval: readonly [number, number] | null
  readonly excluded: Readonly<Record<string, number>>
}

export interface CurrentAsked {
  readonly window: Window
  readonly known: Known
  readonly currency: string | undefined
}

const isMetric = (name: string): name is MetricName => metricNames.some((known) => known === name)

/** A metric, or a measure that a plugin or the host has defined, in a window. Throws `INVALID`: nobody knows it. */
export async function currentOf(
  inside: Inside,
  name: string,
  { window, known, currency }: CurrentAsked,
): Promise<Current> {
  if (isMetric(name)) {
    const sample = await sampleOf(inside, planOf(inside, name, 'metric'), window, known)
    return { value: figureOf(sample), n: sizeOf(sample), interval: intervalOf(sample), excluded: sample.excluded }
  }
  const measure = inside.measures.get(name)
  if (measure === undefined) {
    const names = [...metricNames, ...inside.measures.keys()]
    throw invalid('metric', `nobody knows ${name}`, `There are ${names.join(', ')}.`)
  }
  const { fields } = inside.schema.entities.get(measure.entity) ?? {}
  const inOne = currency !== undefined && fields?.has('currency') === true ? { currency } : {}
  const where = { ...within(inside, measure, window, known), ...inOne }
  const measures = { value: measure.of, n: { fn: 'count' } }
  const [row = {}] = await recordsOf(inside, measure.entity).aggregate({ where, measures })
  const { value, n } = row
  return { value: typeof value === 'number' ? value : null, n: Number(n ?? 0), interval: null, excluded: {} }
}

/** Wilson's for shares, Student's for means; null of fewer than two. */
export function intervalOf({ type, of }: Sample, level = 0.95): readonly [number, number] | null {
  if (type === 'rate') return rate(of, level).ci
  if (of.n < 2) return null
  const half = tQuantile((1 + level) / 2, of.n - 1) * Math.sqrt(of.variance / of.n)
  return [of.mean - half, of.mean + half]
}
