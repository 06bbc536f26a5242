import * as z from 'zod'

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

/**
 * A figure that `compare` and `beforeAfter` set side by side: one that is known by its name, or one said in full.
 *
 * @example
 * const called: Metric = { kind: 'share', name: 'called', entity: 'deal', at: 'createdAt', hit: { stage: 'won' } }
 * const metrics: readonly Metric[] = ['repurchase', 'churn', called]
 */
export type Metric = z.infer<ReturnType<typeof metricShape>>
export type ShareSpec = z.infer<ReturnType<typeof shareSpec>>
export type MeanSpec = z.infer<ReturnType<typeof meanSpec>>
export type DurationSpec = z.infer<ReturnType<typeof durationSpec>>

/** How a figure is counted. */
export type Plan =
  | { readonly kind: 'repurchase' | 'churn'; readonly name: string }
  | { readonly kind: 'cycle' | 'winRate'; readonly name: string }
  | ((ShareSpec | MeanSpec | DurationSpec) & { readonly name: string })

/** A condition on a field, which may be one of the tenant's own: `custom.x`. */
export const whereField = (field: string, condition: unknown): Record<string, unknown> =>
  field.startsWith('custom.') ? { custom: { [field.slice(7)]: condition } } : { [field]: condition }
