import { invalid } from '@guanxi/core'
import * as z from 'zod'
import type { Inside } from '../inside.ts'
import { closedAs } from '../people/tally.ts'

/** What is known by a name. */
export const metricNames = ['repurchase', 'churn', 'cycle', 'winRate', 'csat', 'response'] as const
export type MetricName = (typeof metricNames)[number]

export const scales = ['1-5', '0-10'] as const
export type Scale = (typeof scales)[number]

/** From which value on somebody is satisfied. */
export const satisfied: Readonly<
  Record<Scale, { readonly from: number; readonly least: number; readonly most: number }>
> = Object.freeze({ '1-5': { from: 4, least: 1, most: 5 }, '0-10': { from: 8, least: 0, most: 10 } })

const name = () => z.string().min(1).max(100)
const where = () => z.record(z.string(), z.unknown())
/** The name that it is told under, its entity, and which records count. */
const common = () => ({ name: name(), entity: name(), where: where().optional() })

const shareSpec = () =>
  z.strictObject({
    kind: z.literal('share'),
    ...common(),
    /** By which instant a record falls into a window, and which of them are the share. */
    at: name(),
    hit: where(),
  })
const satisfactionSpec = () =>
  z.strictObject({ kind: z.literal('satisfaction'), ...common(), at: name(), field: name(), scale: z.enum(scales) })
const meanSpec = () => z.strictObject({ kind: z.literal('mean'), ...common(), at: name(), field: name() })
const durationSpec = () =>
  z.strictObject({
    kind: z.literal('duration'),
    ...common(),
    /** From this instant to that one, by which a record falls into a window. */
    start: name(),
    end: name(),
    unit: z.enum(['minutes', 'hours', 'days']).optional(),
  })

/** A figure of two windows: by its name, or said in full. */
export const metricShape = () =>
  z.union([
    z.enum(metricNames),
    z.discriminatedUnion('kind', [shareSpec(), satisfactionSpec(), meanSpec(), durationSpec()]),
  ])

export type Metric = z.infer<ReturnType<typeof metricShape>>
export type ShareSpec = z.infer<ReturnType<typeof shareSpec>>
export type MeanSpec = z.infer<ReturnType<typeof meanSpec>>
export type DurationSpec = z.infer<ReturnType<typeof durationSpec>>

/** How a figure is counted. */
export type Plan =
  | { readonly kind: 'repurchase' | 'churn'; readonly name: string }
  | ((ShareSpec | MeanSpec | DurationSpec) & { readonly name: string })

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

/** A condition on a field, which may be one of the tenant's own: `custom.x`. */
export const whereField = (field: string, condition: unknown): Record<string, unknown> =>
  field.startsWith('custom.') ? { custom: { [field.slice(7)]: condition } } : { [field]: condition }

function needsTickets({ schema }: Inside, metric: string, path: string): void {
  if (schema.entities.has('ticket')) return
  throw invalid(
    path,
    `${metric} is known where there are tickets`,
    'Say in full what it is: { kind, name, entity, … }.',
  )
}
