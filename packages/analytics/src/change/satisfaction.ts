import { explain } from '../explained/explained.ts'
import { rateOf } from '../explained/figure.ts'
import type { Inside } from '../inside.ts'
import { normalQuantile } from '../math/index.ts'
import { instantOf } from '../period/window.ts'
import { recordsOf } from '../records/any-entity.ts'
import { changeDefinitions } from './definitions.ts'
import { type Scale, satisfied, whereField } from './metric.ts'

export interface SatisfactionAsked {
  readonly entity: string
  readonly field: string
  readonly scale: Scale
  readonly where?: Readonly<Record<string, unknown>> | undefined
  readonly at?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly level?: number | undefined
}

/** What people answered on a scale. */
export async function satisfaction(inside: Inside, asked: SatisfactionAsked) {
  const { entity, field, scale, level = 0.95 } = asked
  const records = recordsOf(inside, entity)
  const where = scopeOf(inside, asked)
  const rows = await records.aggregate({ where, groupBy: { answer: { field } }, measures: { n: { fn: 'count' } } })
  const { least, most, from } = satisfied[scale]
  let [unanswered, beyond, happy, n, sum] = [0, 0, 0, 0, 0]
  const counts = new Map<number, number>()
  for (const row of rows) {
    const [answer, times] = [row.answer, Number(row.n)]
    if (answer === null) unanswered += times
    else if (typeof answer !== 'number' || answer < least || answer > most) beyond += times
    else {
      counts.set(answer, times)
      n += times
      sum += answer * times
      if (answer >= from) happy += times
    }
  }
  const data = {
    scale,
    satisfied: rateOf(happy, n, level),
    mean: n === 0 ? null : sum / n,
    nps: scale === '1-5' ? null : npsOf(counts, n, level),
    answers: [...counts].sort(([a], [b]) => a - b).map(([answer, times]) => ({ answer, n: times })),
  }
  return explain(data, {
    of: scale === '1-5' ? changeDefinitions.csatOf5 : changeDefinitions.csatOf10,
    asOf: inside.now,
    zone: inside.zone,
    rows: n,
    excluded: { unanswered, beyond_scale: beyond },
    records: { entity, where: { and: [where, whereField(field, { gte: least, lte: most })] } },
  })
}

function scopeOf(inside: Inside, { entity, where = {}, at = 'createdAt', from, to }: SatisfactionAsked): object {
  inside.checkQuery(entity, { where })
  if (from === undefined && to === undefined) return where
  const bounds = {
    ...(from === undefined ? {} : { gte: instantOf(from, inside) }),
    ...(to === undefined ? {} : { lt: instantOf(to, inside) }),
  }
  return { and: [where, whereField(at, bounds)] }
}

/** Promoters without detractors, in percent of all: 9 and 10 against 0 to 6. */
function npsOf(counts: ReadonlyMap<number, number>, n: number, level: number) {
  let [promoters, detractors] = [0, 0]
  for (const [answer, times] of counts) {
    if (answer >= 9) promoters += times
    else if (answer <= 6) detractors += times
  }
  if (n === 0) return { value: null, promoters, detractors, n, interval: null, level }
  const net = (promoters - detractors) / n
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(((promoters + detractors) / n - net * net) / n)
  const interval: [number, number] = [100 * Math.max(-1, net - half), 100 * Math.min(1, net + half)]
  return { value: (100 * (promoters - detractors)) / n, promoters, detractors, n, interval, level }
}
