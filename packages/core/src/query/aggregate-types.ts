import type { Rounding, RowIn } from '../schema/index.ts'
import type { Direction, OneIn, Where } from './types.ts'

export type BucketUnit = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'

/** A field reached over to-one relations: `['company', 'name']`. */
export type PathIn<S, E extends keyof S> = {
  [K in keyof OneIn<S, E>]: OneIn<S, E>[K] extends infer T extends keyof S
    ? readonly [K, keyof RowIn<S, T> | keyof OneIn<S, T>, ...string[]]
    : never
}[keyof OneIn<S, E>]

/** Where a key or measure comes from: a field of the record, or a path. */
export type SourceIn<S, E extends keyof S> =
  | { readonly field: keyof RowIn<S, E>; readonly path?: never }
  | { readonly path: PathIn<S, E>; readonly field?: never }

/** Puts instants into calendar buckets of a zone (the tenant's, unless told); weeks start on Monday. */
export interface Bucketing {
  readonly bucket?: BucketUnit
  readonly timeZone?: string
}

/** A key to group by: a field's name, or a field or path, in buckets if wanted. */
export type GroupIn<S, E extends keyof S> = keyof RowIn<S, E> | (SourceIn<S, E> & Bucketing)

/**
 * A figure of a group. A count without a field counts records; with one, those where it is not missing. Sums and averages
 * are for integers and money, and exact; an average names its rounding. The sum of nothing is 0, its average, min and max null.
 */
export type MeasureIn<S, E extends keyof S> = Seen<S, E> &
  (
    | { readonly fn: 'count'; readonly field?: keyof RowIn<S, E>; readonly path?: PathIn<S, E> }
    | ({ readonly fn: 'countDistinct' | 'sum' | 'min' | 'max' } & SourceIn<S, E>)
    | ({ readonly fn: 'avg'; readonly rounding: Rounding } & SourceIn<S, E>)
  )

/** `where` limits the records of the group that a measure sees. */
export interface Seen<S, E extends keyof S> {
  readonly where?: Where<S, E>
}

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
  S,
  E extends keyof S,
  G extends Groups<S, E> = Groups<S, E>,
  M extends Measures<S, E> = Measures<S, E>,
> {
  where?: Where<S, E>
  groupBy?: G
  measures: M
  having?: HavingIn<keyof NoInfer<M>>
  /** By keys and measures; every key follows at the end. */
  orderBy?:
    | OrderByName<keyof NoInfer<G> | keyof NoInfer<M>>
    | readonly OrderByName<keyof NoInfer<G> | keyof NoInfer<M>>[]
  limit?: number
}

export type Groups<S, E extends keyof S> = { readonly [name: string]: GroupIn<S, E> }
export type Measures<S, E extends keyof S> = { readonly [name: string]: MeasureIn<S, E> }

type Scalar = string | number | boolean | null

type ValueOf<R, X> = X extends keyof R ? R[X] : X extends { readonly field: infer F extends keyof R } ? R[F] : Scalar

type KeyValue<R, X> = X extends { readonly bucket: string } ? string | null : ValueOf<R, X>

type MeasureValue<R, X> = X extends { readonly fn: 'count' | 'countDistinct' | 'sum' }
  ? number
  : X extends { readonly fn: 'avg' }
    ? number | null
    : ValueOf<R, X> | null

/** A group: its keys and its measures. */
export type AggregateRow<S, E extends keyof S, G, M> = { readonly [K in keyof G]: KeyValue<RowIn<S, E>, G[K]> } & {
  readonly [K in keyof M]: MeasureValue<RowIn<S, E>, M[K]>
}
