import { invalid } from '@guanxi/core'
import type { Inside } from '../inside.ts'
import { closedAs } from '../people/tally.ts'
import { type Metric, type Plan, type Scale, satisfied, whereField } from './metric.ts'

/** What a metric asks for. Throws `INVALID` at `path`: nobody here knows what its name means. */
export function planOf(inside: Inside, metric: Metric, path: string): Plan {
  if (typeof metric !== 'string')
    return metric.kind === 'satisfaction'
      ? { ...metric, ...satisfactionOf(metric.field, metric.scale, metric.where) }
      : metric
  const deal = { name: metric, entity: 'deal' }
  switch (metric) {
    case 'repurchase':
    case 'churn':
      return { kind: metric, name: metric }
    case 'cycle':
      return {
        kind: 'duration',
        ...deal,
        start: 'createdAt',
        end: 'closedAt',
        where: { ...closedAs(inside.pipelines, 'won') },
      }
    case 'winRate': {
      const won = { ...closedAs(inside.pipelines, 'won') }
      return {
        kind: 'share',
        ...deal,
        at: 'closedAt',
        where: { or: [won, closedAs(inside.pipelines, 'lost')] },
        hit: won,
      }
    }
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
