import { invalid, type Warning } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { reached } from '../measures/asked.ts'
import type { Known } from '../purchases/scope.ts'
import { type MeanSpec, type Metric, type Plan, type Scale, satisfied, whereField } from './metric.ts'

/** What a metric asks for. Throws `INVALID` at `path`: nobody here knows what its name means. */
export function planOf(inside: Inside, metric: Metric, path: string, currency?: string): Plan {
  if (typeof metric !== 'string') {
    if (metric.kind === 'satisfaction')
      return { ...metric, ...satisfactionOf(metric.field, metric.scale, metric.where) }
    return metric.kind === 'mean' ? ofCurrency(inside, metric, currency) : metric
  }
  switch (metric) {
    case 'repurchase':
    case 'churn':
    case 'cycle':
    case 'winRate':
      return { kind: metric, name: metric }
    case 'response':
      needsTickets(inside, metric, path)
      return {
        kind: 'duration',
        name: metric,
        entity: 'ticket',
        start: 'createdAt',
        end: 'firstRepliedAt',
        unit: 'minutes',
      }
    case 'csat':
      needsTickets(inside, metric, path)
      return {
        kind: 'share',
        name: metric,
        entity: 'ticket',
        at: 'solvedAt',
        where: { surveys: { some: { state: 'answered' } } },
        hit: { surveys: { some: { state: 'answered', score: { gte: satisfied['0-10'].from } } } },
      }
  }
}

/**
 * Records with stages are counted as they are now: one that was closed then, and opened again since, is not. What is known by a name
 * is known of then.
 */
export function asTheyAreNow({ schema, now }: Inside, plans: readonly Plan[], { asOf }: Known): readonly Warning[] {
  const staged = (plan: Plan) => 'entity' in plan && schema.entities.get(plan.entity)?.staged === true
  const metrics = asOf >= now ? [] : plans.filter(staged).map(({ name }) => name)
  return metrics.length === 0 ? [] : [{ code: 'deals_as_they_are_now', metrics }]
}

/** Of amounts those in the currency that was asked for. */
function ofCurrency({ schema }: Inside, spec: MeanSpec, currency: string | undefined): MeanSpec {
  const money = schema.entities.get(spec.entity)?.currencies.get(spec.field)
  if (money === undefined || currency === undefined) return spec
  const path = [...money.hops, money.field].map(({ name }) => name)
  return { ...spec, where: { and: [spec.where ?? {}, reached({ path }, currency)] } }
}

function satisfactionOf(field: string, scale: Scale, given: Readonly<Record<string, unknown>> = {}) {
  const { from, least, most } = satisfied[scale]
  return {
    kind: 'share' as const,
    where: { and: [given, whereField(field, { gte: least, lte: most })] },
    hit: whereField(field, { gte: from }),
  }
}

function needsTickets({ schema }: Inside, metric: string, path: string): void {
  if (schema.entities.has('ticket')) return
  throw invalid(
    path,
    `${metric} is known where there are tickets`,
    'Say in full what it is: { kind, name, entity, … }.',
  )
}
