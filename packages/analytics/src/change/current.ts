import { invalid, type Warning } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { rate, tQuantile } from '../math/index.ts'
import { measuresDefinitions } from '../measures/definitions.ts'
import { measureIn } from '../measures/one.ts'
import type { Window } from '../period/window.ts'
import type { Known } from '../purchases/scope.ts'
import { type MetricName, metricNames } from './metric.ts'
import { asTheyAreNow, planOf } from './plan.ts'
import { figureOf, type Sample, samplesOf, sizeOf } from './sample.ts'

/** What a figure is now. */
export interface Current {
  readonly value: number | null
  readonly n: number
  readonly interval: readonly [number, number] | null
  /** How many records were counted, also those that have no value. */
  readonly rows: number
  readonly excluded: Readonly<Record<string, number>>
  readonly warnings: readonly Warning[]
}

export interface CurrentAsked {
  readonly window: Window
  readonly known: Known
  readonly currency: string | undefined
}

const isMetric = (name: string): name is MetricName => metricNames.some((known) => known === name)

/** A metric, or a measure by its name as `query` tells it, in a window. Throws `INVALID`: nobody knows it. */
export async function currentOf(
  inside: Inside,
  name: string,
  { window, known, currency }: CurrentAsked,
): Promise<Current> {
  if (isMetric(name)) {
    const plan = planOf(inside, name, 'metric')
    const [sample] = await samplesOf(inside, plan, [window], known)
    if (sample === undefined) throw new TypeError('there is one window')
    const n = sizeOf(sample)
    const warnings = asTheyAreNow(inside, [plan], known)
    return { value: figureOf(sample), n, rows: n, interval: intervalOf(sample), excluded: sample.excluded, warnings }
  }
  const names = [...metricNames, ...inside.measures.keys(), measuresDefinitions.newCustomers.id]
  if (!names.includes(name)) throw invalid('metric', `nobody knows ${name}`, `There are ${names.join(', ')}.`)
  const { value, records, ...rest } = await measureIn(inside, name, { window, known, currency })
  return { ...rest, rows: records, value: typeof value === 'number' ? value : null, interval: null }
}

/** Wilson's for shares, Student's for means; null of fewer than two. */
export function intervalOf({ type, of }: Sample, level = 0.95): readonly [number, number] | null {
  if (type === 'rate') return rate(of, level).ci
  if (of.n < 2) return null
  const half = tQuantile((1 + level) / 2, of.n - 1) * Math.sqrt(of.variance / of.n)
  return [of.mean - half, of.mean + half]
}
