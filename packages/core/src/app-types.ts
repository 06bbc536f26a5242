import type { Pipeline } from './pipeline/index.ts'
import type { Plugin, PluginTypes } from './plugin/index.ts'
import type { CreateOf, Fields, RowOf } from './schema/index.ts'

/** The pipelines of an instance that brings none of its own. */
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

/** Custom fields and stages are one more part of the same intersection. */
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
type TypesOf<P> = P extends { readonly '~types'?: infer T } ? NonNullable<T> : never
/** What the installed plugins add to the types. */
export type Installed<P extends readonly Plugin[]> = UnionToIntersection<TypesOf<P[number]>>

/** Fields by entity. */
export type FieldsByEntity = Readonly<Record<string, Fields>>
/** Pipelines by name. */
export type PipelinesByName = Readonly<Record<string, Pipeline>>
