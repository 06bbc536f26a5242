import type { Pipeline } from './pipeline/index.ts'
import type { Plugin, PluginTypes } from './plugin/index.ts'
import type { CreateOf, Fields, RowOf } from './schema/index.ts'

/**
 * The pipelines of an instance that brings none of its own.
 *
 * @example
 * type DealStage = StageOf<DefaultPipelines['deal']> // 'qualified' | 'proposal' | 'negotiation' | 'won' | 'lost'
 */
export type DefaultPipelines = {
  readonly deal: Pipeline<'deal', 'qualified' | 'proposal' | 'negotiation' | 'won' | 'lost'>
  readonly lead: Pipeline<'lead', 'new' | 'contacted' | 'qualified' | 'converted' | 'disqualified'>
  readonly task: Pipeline<'task', 'open' | 'done' | 'cancelled'>
}

/** The stages of an entity over all pipelines of L. */
type StagesOf<L, E> = {
  [N in keyof L]: L[N] extends Pipeline<infer X, infer G> ? (X extends E ? G : never) : never
}[keyof L]
type EntitiesOf<L> = { [N in keyof L]: L[N] extends Pipeline<infer X, string> ? X : never }[keyof L]
/** The host's pipelines, and the defaults that they do not replace. */
type Whole<L> = L & Omit<DefaultPipelines, keyof L>

/**
 * What the host's own fields X and pipelines L add to the types: fields stand flat on rows and inputs, stages are those of all pipelines
 * of an entity.
 *
 * @example
 * const fields = { company: { tier: field.enum(['gold', 'silver']).optional() } }
 * type Tiered = RowIn<CoreTypes & AppTypes<typeof fields, {}>, 'company'>
 * const isGold = ({ tier }: Tiered) => tier === 'gold'
 */
export interface AppTypes<X extends FieldsByEntity, L> extends PluginTypes {
  entities: { [E in keyof X]: { row: RowOf<X[E]>; create: CreateOf<X[E]> } } & {
    [E in EntitiesOf<Whole<L>>]: {
      row: { readonly stage: StagesOf<Whole<L>, E> }
      create: { stage?: StagesOf<Whole<L>, E> }
    }
  }
  operations: {}
  events: {}
}

type UnionToIntersection<U> = (U extends unknown ? (k: U) => void : never) extends (k: infer I) => void ? I : never

/**
 * The types of an instance, or of a plugin: to name a query, a record or a scope of your own CRM.
 *
 * @example
 * type Mine = TypesOf<typeof crm>
 * const open: Where<Mine, 'deal'> = { stage: { notIn: ['won', 'lost'] } }
 * const count = (me: Scope<Mine>) => me.deals.count({ where: open })
 */
export type TypesOf<P> = P extends { readonly '~types'?: infer T } ? NonNullable<T> : never

/**
 * What the installed plugins add to the types.
 *
 * @example
 * const plugins = [students()] as const
 * type Mine = CoreTypes & Installed<typeof plugins>
 */
export type Installed<P extends readonly Plugin[]> = UnionToIntersection<TypesOf<P[number]>>

/**
 * The host's own fields, by the singular name of the entity.
 *
 * @example
 * const fields: FieldsByEntity = { company: { tier: field.enum(['gold', 'silver']).optional() } }
 */
export type FieldsByEntity = Readonly<Record<string, Fields>>

/**
 * Pipelines by name. One of a name that exists, such as `deal`, replaces it.
 *
 * @example
 * const pipelines: PipelinesByName = { deal: dealPipeline }
 */
export type PipelinesByName = Readonly<Record<string, Pipeline>>
