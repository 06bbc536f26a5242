import { invalid, type Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import {
  kaplanMeier,
  type Lifetime,
  logRank,
  moments,
  type QuantileMethod,
  quantiles,
  survivalAt,
  survivalQuantile,
} from '../math/index.ts'
import { instantOf } from '../period/window.ts'
import { knownBy } from '../purchases/scope.ts'
import { recordsOf } from '../records/any-entity.ts'
import { changeDefinitions } from './definitions.ts'
import type { Unit } from './length.ts'
import { type Lasting, lifetimesOf } from './lifetimes.ts'
import { whereField } from './metric.ts'

export interface DurationsAsked {
  readonly entity: string
  readonly start: string
  readonly end: string
  readonly where?: Readonly<Record<string, unknown>> | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly groupBy?: string | undefined
  readonly unit?: Unit | undefined
  readonly shares?: readonly number[] | undefined
  readonly method?: QuantileMethod | undefined
  readonly at?: readonly number[] | undefined
  readonly level?: number | undefined
  readonly asOf?: string | undefined
}

/** How long things last, with those that go on. */
export async function durations(inside: Inside, asked: DurationsAsked) {
  const { entity, start, end, groupBy, unit = 'days', level = 0.95 } = asked
  const { asOf } = knownBy(inside, { asOf: asked.asOf })
  instants(inside, entity, { start, end })
  const where = scopeOf(inside, asked)
  const { groups, excluded } = await lifetimesOf(inside, { entity, start, end, where, groupBy, unit, until: asOf })
  const told = groups.map((group) => lastingOf(group, asked))
  const test = groups.length < 2 ? null : logRank(groups.map(lifetimes), level)
  const biased = told.some(({ censored }) => censored > 0)
  const warnings: Warning[] = biased ? [{ code: 'ended_only_is_biased' }] : []
  const data = {
    unit,
    groups: told,
    comparison:
      test === null ? null : { statistic: test.statistic, df: test.df, p: test.p, level, verdict: test.verdict },
  }
  return explain(data, {
    of: changeDefinitions.durations,
    asOf,
    zone: inside.zone,
    rows: told.reduce((sum, { n }) => sum + n, 0),
    excluded,
    warnings,
    records: { entity, where },
  })
}

/** Which records are asked about: of those that started in a time, where one is named. */
function scopeOf(inside: Inside, { entity, where = {}, start, from, to, groupBy }: DurationsAsked): object {
  recordsOf(inside, entity)
  inside.checkQuery(entity, { where, ...(groupBy === undefined ? {} : { orderBy: orderOf(groupBy) }) })
  const bounds = {
    ...(from === undefined ? {} : { gte: instantOf(from, inside) }),
    ...(to === undefined ? {} : { lt: instantOf(to, inside) }),
  }
  return from === undefined && to === undefined ? where : { and: [where, whereField(start, bounds)] }
}

const orderOf = (field: string) =>
  field.startsWith('custom.') ? { custom: { [field.slice(7)]: 'asc' } } : { [field]: 'asc' }

/** Both are fields that hold an instant. Throws `INVALID` at the one that is not. */
function instants(inside: Inside, entity: string, fields: Readonly<Record<string, string>>): void {
  recordsOf(inside, entity)
  const known = inside.schema.entities.get(entity)?.fields
  for (const [path, name] of Object.entries(fields)) {
    const kind = known?.get(name)?.kind
    if (kind === 'datetime') continue
    throw invalid(path, kind === undefined ? 'is no field of the entity' : `a ${kind} is no instant`)
  }
}

const lifetimes = ({ ended, going }: Lasting): Lifetime[] => [
  ...ended.map((time) => ({ time, event: true })),
  ...going.map((time) => ({ time, event: false })),
]

function lastingOf(
  group: Lasting,
  { shares = [0.25, 0.5, 0.75, 0.9], method = 'type 7', at = [], level = 0.95 }: DurationsAsked,
) {
  const curve = kaplanMeier(lifetimes(group), level)
  const { values } = quantiles(group.ended, shares, method)
  const { n: ended, mean } = moments(group.ended)
  return {
    key: group.key,
    n: curve.n,
    ended,
    censored: curve.censored,
    status: curve.status,
    /** Of those that ended alone: too short while others go on. */
    endedOnly: {
      mean: ended === 0 ? null : mean,
      method,
      quantiles: shares.map((share, i) => ({ share, value: values[i] ?? null })),
    },
    median: curve.median,
    medianInterval: [curve.medianCi[0], curve.medianCi[1]] satisfies [number | null, number | null],
    quantiles: shares.map((share) => ({
      share,
      value: survivalQuantile(curve, share),
    })),
    survival: at.map((time) => ({ time, share: survivalAt(curve, time) })),
    level,
  }
}
