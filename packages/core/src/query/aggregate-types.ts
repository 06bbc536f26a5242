import type { CustomPath, HasEntities, NameIn, OneIn, Rounding, RowIn } from '../schema/index.ts'
import type { Direction, Where } from './types.ts'

export type BucketUnit = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'

type StepIn<T extends HasEntities, E> = E extends NameIn<T> ? keyof RowIn<T, E> | keyof OneIn<T, E> | CustomPath : never
/** A field reached over to-one relations: `['company', 'name']`. */
export type PathIn<T extends HasEntities, E extends NameIn<T>> = {
  [K in keyof OneIn<T, E>]: readonly [K, StepIn<T, OneIn<T, E>[K]>, ...string[]]
}[keyof OneIn<T, E>]

/** Where a key or measure comes from: a field of the record, or a path. */
export type SourceIn<T extends HasEntities, E extends NameIn<T>> = FieldSource<T, E> | PathSource<T, E>
export interface FieldSource<T extends HasEntities, E extends NameIn<T>> {
  readonly field: keyof RowIn<T, E> | CustomPath
  readonly path?: never
}
export interface PathSource<T extends HasEntities, E extends NameIn<T>> {
  readonly path: PathIn<T, E>
  readonly field?: never
}

/** Puts instants into calendar buckets of a zone (the tenant's, unless told); weeks start on Monday. */
export interface Bucketing {
  readonly bucket?: BucketUnit
  readonly timeZone?: string
}

/** A key to group by: a field's name, or a field or path, in buckets if wanted. */
export type GroupIn<T extends HasEntities, E extends NameIn<T>> =
  | keyof RowIn<T, E>
  | CustomPath
  | (SourceIn<T, E> & Bucketing)

/**
 * A figure of a group. A count without a field counts records; with one, those where it is not missing. Sums and averages
 * are for integers and money, and exact; an average names its rounding. The sum of nothing is 0, its average, min and max null.
 * `where` limits the records of the group that a measure sees.
 */
export type MeasureIn<T extends HasEntities, E extends NameIn<T>> =
  | {
      readonly fn: 'count'
      readonly field?: keyof RowIn<T, E> | CustomPath
      readonly path?: PathIn<T, E>
      readonly where?: Where<T, E>
    }
  | ({ readonly fn: 'countDistinct' | 'sum' | 'min' | 'max'; readonly where?: Where<T, E> } & SourceIn<T, E>)
  | ({ readonly fn: 'avg'; readonly rounding: Rounding; readonly where?: Where<T, E> } & SourceIn<T, E>)

/** A filter over groups, by their measures (not averages: they are divided later). */
export type HavingIn<M extends PropertyKey> = { readonly [K in M]?: HavingWhere } & {
  readonly and?: readonly HavingIn<M>[]
  readonly or?: readonly HavingIn<M>[]
  readonly not?: HavingIn<M>
}

/** Comparisons with a measure. */
export interface HavingOperators {
  eq?: number | string | null
  ne?: number | string | null
  gt?: number | string
  gte?: number | string
  lt?: number | string
  lte?: number | string
  isNull?: boolean
}
export type HavingWhere = number | string | null | HavingOperators

export type OrderByName<N extends PropertyKey> = { readonly [K in N]?: Direction }

/** Asks for figures of groups of records. */
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

export type Groups<T extends HasEntities, E extends NameIn<T>> = { readonly [name: string]: GroupIn<T, E> }
export type Measures<T extends HasEntities, E extends NameIn<T>> = { readonly [name: string]: MeasureIn<T, E> }

type Scalar = string | number | boolean | null

type ValueOf<R, X> = X extends keyof R ? R[X] : X extends { readonly field: infer F extends keyof R } ? R[F] : Scalar

type KeyValue<R, X> = X extends { readonly bucket: string } ? string | null : ValueOf<R, X>

type MeasureValue<R, X> = X extends { readonly fn: 'count' | 'countDistinct' | 'sum' }
  ? number
  : X extends { readonly fn: 'avg' }
    ? number | null
    : ValueOf<R, X> | null

/** A group: its keys and its measures. */
export type AggregateRow<T extends HasEntities, E extends NameIn<T>, G, M> = {
  readonly [K in keyof G]: KeyValue<RowIn<T, E>, G[K]>
} & {
  readonly [K in keyof M]: MeasureValue<RowIn<T, E>, M[K]>
}
