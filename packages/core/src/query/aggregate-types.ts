import type { CustomPath, HasEntities, NameIn, OneIn, Rounding, RowIn } from '../schema/index.ts'
import type { Direction } from './query-types.ts'
import type { Where } from './where-types.ts'

/**
 * A calendar period. Weeks start on Monday.
 *
 * @example
 * const unit: BucketUnit = 'month'
 * await me.orders.aggregate({ groupBy: { month: { field: 'placedAt', bucket: unit } }, measures: { n: { fn: 'count' } } })
 */
export type BucketUnit = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'

type StepIn<T extends HasEntities, E> = E extends NameIn<T> ? keyof RowIn<T, E> | keyof OneIn<T, E> | CustomPath : never

/**
 * A field reached over to-one relations: `['company', 'name']`.
 *
 * @example
 * const path: PathIn<CoreTypes, 'deal'> = ['company', 'name']
 * await me.deals.aggregate({ groupBy: { company: { path } }, measures: { n: { fn: 'count' } } })
 */
export type PathIn<T extends HasEntities, E extends NameIn<T>> = {
  [K in keyof OneIn<T, E>]: readonly [K, StepIn<T, OneIn<T, E>[K]>, ...string[]]
}[keyof OneIn<T, E>]

/**
 * Where a key or measure comes from: a field of the record, or a path.
 *
 * @example
 * const sources: readonly SourceIn<CoreTypes, 'deal'>[] = [{ field: 'amount' }, { path: ['company', 'name'] }]
 */
export type SourceIn<T extends HasEntities, E extends NameIn<T>> = FieldSource<T, E> | PathSource<T, E>

/**
 * A field of the record itself.
 *
 * @example
 * const source: FieldSource<CoreTypes, 'deal'> = { field: 'amount' }
 */
export interface FieldSource<T extends HasEntities, E extends NameIn<T>> {
  readonly field: keyof RowIn<T, E> | CustomPath
  readonly path?: never
}

/**
 * A field of a record that to-one relations lead to.
 *
 * @example
 * const source: PathSource<CoreTypes, 'deal'> = { path: ['company', 'name'] }
 */
export interface PathSource<T extends HasEntities, E extends NameIn<T>> {
  readonly path: PathIn<T, E>
  readonly field?: never
}

/**
 * Puts instants into calendar buckets of a zone (the tenant's, unless told); weeks start on Monday.
 *
 * @example
 * const monthly: Bucketing = { bucket: 'month', timeZone: 'Asia/Shanghai' }
 * const measures = { total: { fn: 'sum', field: 'total' } } as const
 * await me.orders.aggregate({ where: { currency: 'CNY' }, groupBy: { month: { field: 'placedAt', ...monthly } }, measures })
 */
export interface Bucketing {
  readonly bucket?: BucketUnit
  readonly timeZone?: string
}

/**
 * A key to group by: a field's name, or a field or path, in buckets if wanted.
 *
 * @example
 * const byCompany: GroupIn<CoreTypes, 'deal'> = { path: ['company', 'name'] }
 * const byStage: GroupIn<CoreTypes, 'deal'> = 'stage'
 */
export type GroupIn<T extends HasEntities, E extends NameIn<T>> =
  | keyof RowIn<T, E>
  | CustomPath
  | (SourceIn<T, E> & Bucketing)

/**
 * A figure of a group. A count without a field counts records; with one, those where it is not missing. Sums and averages
 * are for integers and money, and exact; an average names its rounding. The sum of nothing is 0, its average, min and max null.
 * A list has the values that are there, each once, from the least; it is empty where there are none. It and `countDistinct` take
 * periods as keys do: the months in which a customer bought. `where` limits the records of the group that a measure sees.
 *
 * @example
 * const won: MeasureIn<CoreTypes, 'deal'> = { fn: 'count', where: { stage: 'won' } }
 * const mean: MeasureIn<CoreTypes, 'deal'> = { fn: 'avg', field: 'amount', rounding: 'half-up' }
 * const months: MeasureIn<CoreTypes, 'order'> = { fn: 'list', field: 'placedAt', bucket: 'month' }
 */
export type MeasureIn<T extends HasEntities, E extends NameIn<T>> =
  | {
      readonly fn: 'count'
      readonly field?: keyof RowIn<T, E> | CustomPath
      readonly path?: PathIn<T, E>
      readonly where?: Where<T, E>
    }
  | ({ readonly fn: 'countDistinct' | 'list' | 'sum' | 'min' | 'max'; readonly where?: Where<T, E> } & Bucketing &
      SourceIn<T, E>)
  | ({ readonly fn: 'avg'; readonly rounding: Rounding; readonly where?: Where<T, E> } & SourceIn<T, E>)

/**
 * A filter over groups, by their measures (not averages, which are divided later, and not lists).
 *
 * @example
 * const having: HavingIn<'n' | 'total'> = { or: [{ n: { gte: 2 } }, { total: { gt: 1_000_000 } }] }
 */
export type HavingIn<M extends PropertyKey> = { readonly [K in M]?: HavingWhere } & {
  readonly and?: readonly HavingIn<M>[]
  readonly or?: readonly HavingIn<M>[]
  readonly not?: HavingIn<M>
}

/**
 * Comparisons with a measure.
 *
 * @example
 * const several: HavingOperators = { gte: 2 }
 */
export interface HavingOperators {
  eq?: number | string | null
  ne?: number | string | null
  gt?: number | string
  gte?: number | string
  lt?: number | string
  lte?: number | string
  isNull?: boolean
}

/**
 * The comparison with a measure: a value (equality), null (missing) or operators.
 *
 * @example
 * const atLeastTwo: HavingWhere = { gte: 2 }
 */
export type HavingWhere = number | string | null | HavingOperators

/**
 * Sort keys of groups, by the names of keys and measures.
 *
 * @example
 * const largestFirst: OrderByName<'stage' | 'total'> = { total: 'desc' }
 */
export type OrderByName<N extends PropertyKey> = { readonly [K in N]?: Direction }

/**
 * Asks for figures of groups of records.
 *
 * @example
 * const monthly: Aggregate<CoreTypes, 'order', { month: { field: 'placedAt'; bucket: 'month' } }, { total: { fn: 'sum'; field: 'total' } }> = {
 *   where: { currency: 'CNY' },
 *   groupBy: { month: { field: 'placedAt', bucket: 'month' } },
 *   measures: { total: { fn: 'sum', field: 'total' } },
 *   having: { total: { gt: 0 } },
 *   orderBy: { month: 'asc' },
 * }
 * for (const { month, total } of await me.orders.aggregate(monthly)) console.log(month, total) // 2026-03-01 …
 */
export interface Aggregate<
  T extends HasEntities,
  E extends NameIn<T>,
  G extends Groups<T, E> = Groups<T, E>,
  M extends Measures<T, E> = Measures<T, E>,
> {
  where?: Where<T, E>
  groupBy?: G
  measures: M
  having?: HavingIn<keyof NoInfer<M>>
  /** By keys and measures; every key follows at the end. */
  orderBy?:
    | OrderByName<keyof NoInfer<G> | keyof NoInfer<M>>
    | readonly OrderByName<keyof NoInfer<G> | keyof NoInfer<M>>[]
  limit?: number
}

/**
 * The keys of groups, by the names that they get.
 *
 * @example
 * const groups: Groups<CoreTypes, 'order'> = { month: { field: 'placedAt', bucket: 'month' }, currency: 'currency' }
 */
export type Groups<T extends HasEntities, E extends NameIn<T>> = { readonly [name: string]: GroupIn<T, E> }

/**
 * The figures of groups, by the names that they get.
 *
 * @example
 * const measures: Measures<CoreTypes, 'order'> = { n: { fn: 'count' }, last: { fn: 'max', field: 'placedAt' } }
 */
export type Measures<T extends HasEntities, E extends NameIn<T>> = { readonly [name: string]: MeasureIn<T, E> }

type Scalar = string | number | boolean | null

type ValueOf<R, X> = X extends keyof R ? R[X] : X extends { readonly field: infer F extends keyof R } ? R[F] : Scalar

type KeyValue<R, X> = X extends { readonly bucket: string } ? string | null : ValueOf<R, X>

type MeasureValue<R, X> = X extends { readonly fn: 'count' | 'countDistinct' | 'sum' }
  ? number
  : X extends { readonly fn: 'list' }
    ? readonly NonNullable<X extends { readonly bucket: string } ? string : ValueOf<R, X>>[]
    : X extends { readonly fn: 'avg' }
      ? number | null
      : ValueOf<R, X> | null

/**
 * A group: its keys and its measures.
 *
 * @example
 * type Row = AggregateRow<CoreTypes, 'deal', { stage: 'stage' }, { n: { fn: 'count' } }>
 * const said = ({ stage, n }: Row) => `${stage}: ${n}`
 */
export type AggregateRow<T extends HasEntities, E extends NameIn<T>, G, M> = {
  readonly [K in keyof G]: KeyValue<RowIn<T, E>, G[K]>
} & {
  readonly [K in keyof M]: MeasureValue<RowIn<T, E>, M[K]>
}
