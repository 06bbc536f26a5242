import type { RowIn } from '../schema/index.ts'

/*
 * The query language as plain JSON, typed over S, the entities of an instance: each with `row`, and the targets of its
 * `one` and `many` relations by name. Everything generic here is a named interface or a lazily read property: a mapped
 * type over an anonymous intersection would make the cost grow with the square of the plugins.
 */

/** The to-one relations of an entity: their names, and the entity each leads to. */
export type OneIn<S, E extends keyof S> = S[E] extends { one: infer R } ? R : {}
/** The to-many relations of an entity: their names, and the entity each leads to. */
export type ManyIn<S, E extends keyof S> = S[E] extends { many: infer R } ? R : {}

/**
 * An instant or day as seen from now. `ago` parts what is still within the duration from what is not: `{ gte: { ago: 'P3M' } }`
 * holds while `now < event + P3M`, and `lt` from then on. `ahead` is now plus the duration.
 */
export type Relative = { readonly ago: string } | { readonly ahead: string }
/** The actor who asks. */
export interface ActorValue {
  readonly actor: 'user'
}

/** Comparisons with a number. */
export interface NumberOperators {
  eq?: number | null
  ne?: number | null
  gt?: number
  gte?: number
  lt?: number
  lte?: number
  in?: readonly number[]
  notIn?: readonly number[]
  isNull?: boolean
}

/** Comparisons with a text, enum, day or instant. Texts order by Unicode code point; `contains` is for `.search()` fields. */
export interface TextOperators<V> {
  eq?: V | ActorValue | null
  ne?: V | ActorValue | null
  gt?: V | Relative
  gte?: V | Relative
  lt?: V | Relative
  lte?: V | Relative
  in?: readonly (V | ActorValue)[]
  notIn?: readonly (V | ActorValue)[]
  contains?: string
  startsWith?: string
  isNull?: boolean
}

/** Comparisons with a boolean. */
export interface BooleanOperators {
  eq?: boolean | null
  ne?: boolean | null
  isNull?: boolean
}

/** What can be asked of a JSON value. */
export interface JsonOperators {
  eq?: null
  ne?: null
  isNull?: boolean
}

/** A value (equality), null (missing) or operators, all of which must hold. */
export type FieldWhere<V> = [V] extends [number | null]
  ? number | null | NumberOperators
  : [V] extends [string | null]
    ? V | null | ActorValue | TextOperators<NonNullable<V>>
    : [V] extends [boolean | null]
      ? boolean | null | BooleanOperators
      : null | JsonOperators

/** The comparison of a figure: a number (equality) or operators. */
export interface FigureOperators<V> {
  eq?: V
  ne?: V
  gt?: V | Relative
  gte?: V | Relative
  lt?: V | Relative
  lte?: V | Relative
}
export type Figure = number | (Pick<NumberOperators, 'gt' | 'gte' | 'lt' | 'lte'> & { eq?: number; ne?: number })

/** Figures by field. */
export type FiguresOf<R> = { [K in keyof R]?: Figure | FigureOperators<string> }

/** A condition on a to-one relation: on the record, or `null` for none. */
export interface OneWhere<S, E extends keyof S> {
  is: Where<S, E> | null
}

/** A condition on a to-many relation. `where` limits what `count`, `sum`, `min` and `max` see. */
export interface ManyWhere<S, E extends keyof S> {
  some?: Where<S, E>
  none?: Where<S, E>
  every?: Where<S, E>
  where?: Where<S, E>
  count?: Figure
  /** The sum of nothing is 0. */
  sum?: FiguresOf<RowIn<S, E>>
  min?: FiguresOf<RowIn<S, E>>
  max?: FiguresOf<RowIn<S, E>>
}

/** A filter over records of an entity. Several keys must all hold; nothing at all always holds. */
export type Where<S, E extends keyof S> = {
  [K in keyof RowIn<S, E>]?: FieldWhere<RowIn<S, E>[K]>
} & (S[E] extends { one: infer R } ? { [K in keyof R]?: R[K] extends keyof S ? OneWhere<S, R[K]> : never } : unknown) &
  (S[E] extends { many: infer R }
    ? { [K in keyof R]?: R[K] extends keyof S ? ManyWhere<S, R[K]> : never }
    : unknown) & { and?: readonly Where<S, E>[]; or?: readonly Where<S, E>[]; not?: Where<S, E> }

export type Direction = 'asc' | 'desc'

/** Sort keys, the first the strongest; over to-one relations too: `{ company: { name: 'asc' } }`. Missing values are the smallest. */
export type OrderKeys<S, E extends keyof S> = { [K in keyof RowIn<S, E>]?: Direction } & (S[E] extends { one: infer R }
  ? { [K in keyof R]?: R[K] extends keyof S ? OrderKeys<S, R[K]> : never }
  : unknown)
export type OrderBy<S, E extends keyof S> = OrderKeys<S, E> | readonly OrderKeys<S, E>[]

/** A related record that comes along. */
export interface IncludeOne<S, E extends keyof S> {
  include?: Include<S, E>
}

/** Related records that come along: at most `limit` for each record. */
export interface IncludeMany<S, E extends keyof S> {
  where?: Where<S, E>
  orderBy?: OrderBy<S, E>
  limit?: number
  include?: Include<S, E>
}

/** What comes along with a record: `{ company: true, lines: { limit: 5 } }`. */
export type Include<S, E extends keyof S> = {
  readonly [K in keyof OneIn<S, E>]?: OneIn<S, E>[K] extends keyof S ? true | IncludeOne<S, OneIn<S, E>[K]> : never
} & {
  readonly [K in keyof ManyIn<S, E>]?: ManyIn<S, E>[K] extends keyof S ? true | IncludeMany<S, ManyIn<S, E>[K]> : never
}

type TargetOf<S, E extends keyof S, K> = K extends keyof OneIn<S, E>
  ? OneIn<S, E>[K]
  : K extends keyof ManyIn<S, E>
    ? ManyIn<S, E>[K]
    : never

/** Refuses keys that no include has, at every depth: a constraint alone lets them pass. */
export type ExactInclude<S, E extends keyof S, I> = {
  readonly [K in keyof I]: [TargetOf<S, E, K>] extends [never]
    ? never
    : I[K] extends true
      ? true
      : TargetOf<S, E, K> extends infer T extends keyof S
        ? ExactOptions<S, T, I[K]>
        : never
}
type ExactOptions<S, E extends keyof S, O> = {
  readonly [K in keyof O]: K extends 'include'
    ? ExactInclude<S, E, O[K]>
    : K extends keyof IncludeMany<S, E>
      ? IncludeMany<S, E>[K]
      : never
}

/** Asks for a page of records. */
export interface Query<S, E extends keyof S, I = Include<S, E>> {
  where?: Where<S, E>
  orderBy?: OrderBy<S, E>
  /** At most so many, up to 200; 50 unless told. */
  limit?: number
  /** The `next` of the page before. */
  after?: string | null
  include?: I & ExactInclude<S, E, NoInfer<I>>
}

/** A page: the records, and the cursor of the next page if there is one. */
export interface Page<R> {
  readonly items: readonly R[]
  readonly next: string | null
}

type DeeperOf<X> = X extends { readonly include: infer I } ? I : {}

/** What an include adds to a record: the related record or null, or a list. */
export type IncludedOf<S, E extends keyof S, I> = {
  readonly [K in keyof I]: K extends keyof OneIn<S, E>
    ? OneIn<S, E>[K] extends infer T extends keyof S
      ? WithIncludes<S, T, DeeperOf<I[K]>> | null
      : never
    : K extends keyof ManyIn<S, E>
      ? ManyIn<S, E>[K] extends infer T extends keyof S
        ? readonly WithIncludes<S, T, DeeperOf<I[K]>>[]
        : never
      : never
}

/** A record with what was included. */
export type WithIncludes<S, E extends keyof S, I> = [keyof I] extends [never]
  ? RowIn<S, E>
  : RowIn<S, E> & IncludedOf<S, E, I>
