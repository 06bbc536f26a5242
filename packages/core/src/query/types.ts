import type { HasEntities, IsCustom, ManyIn, NameIn, OneIn, RowIn } from '../schema/index.ts'

/*
 * The query language as plain JSON, typed over S, the entities of an instance: each with `row`, and the targets of its
 * `one` and `many` relations by name. Everything generic here is a named interface or a lazily read property: a mapped
 * type over an anonymous intersection would make the cost grow with the square of the plugins.
 */

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

/** Comparisons with a value of a tenant's own field, whatever its kind. */
export type CustomOperators = NumberOperators | TextOperators<string> | BooleanOperators
/** Conditions on a tenant's own fields: `{ purchaseCycleDays: { gt: 30 } }`. */
export interface CustomWhere {
  readonly [name: string]: string | number | boolean | null | CustomOperators
}

/** A value (equality), null (missing) or operators, all of which must hold. */
export type FieldWhere<V> = [V] extends [number | null]
  ? number | null | NumberOperators
  : [V] extends [string | null]
    ? V | null | ActorValue | TextOperators<NonNullable<V>>
    : [V] extends [boolean | null]
      ? boolean | null | BooleanOperators
      : IsCustom<V> extends true
        ? CustomWhere
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
export type FiguresOf<R> = { [K in keyof R]?: K extends 'custom' ? CustomFigures : Figure | FigureOperators<string> }
/** Figures by the names of a tenant's own fields. */
export interface CustomFigures {
  readonly [name: string]: Figure | FigureOperators<string>
}

/** A condition on a to-one relation: on the record, or `null` for none. */
export interface OneWhere<T extends HasEntities, E extends NameIn<T>> {
  is: Where<T, E> | null
}

/** A condition on a to-many relation. `where` limits what `count`, `sum`, `min` and `max` see. */
export interface ManyWhere<T extends HasEntities, E extends NameIn<T>> {
  some?: Where<T, E>
  none?: Where<T, E>
  every?: Where<T, E>
  where?: Where<T, E>
  count?: Figure
  /** The sum of nothing is 0. */
  sum?: FiguresOf<RowIn<T, E>>
  min?: FiguresOf<RowIn<T, E>>
  max?: FiguresOf<RowIn<T, E>>
}

/** Conditions on the fields of a record. */
export type FieldsWhere<R> = { [K in keyof R]?: FieldWhere<R[K]> }
/** Conditions on the records that to-one relations lead to. */
export type OnesWhere<T extends HasEntities, E extends NameIn<T>> = {
  [K in keyof OneIn<T, E>]?: OneIn<T, E>[K] extends NameIn<T> ? OneWhere<T, OneIn<T, E>[K]> : never
}
/** Conditions on the records that to-many relations lead to. */
export type ManysWhere<T extends HasEntities, E extends NameIn<T>> = {
  [K in keyof ManyIn<T, E>]?: ManyIn<T, E>[K] extends NameIn<T> ? ManyWhere<T, ManyIn<T, E>[K]> : never
}
/** Conditions of conditions. */
export interface LogicWhere<T extends HasEntities, E extends NameIn<T>> {
  and?: readonly Where<T, E>[]
  or?: readonly Where<T, E>[]
  not?: Where<T, E>
}

/** A filter over records of an entity. Several keys must all hold; nothing at all always holds. */
export type Where<T extends HasEntities, E extends NameIn<T>> = FieldsWhere<RowIn<T, E>> &
  OnesWhere<T, E> &
  ManysWhere<T, E> &
  LogicWhere<T, E>

export type Direction = 'asc' | 'desc'

/** A tenant's own fields as sort keys. */
export interface CustomKeys {
  readonly [name: string]: Direction
}
type FieldKeys<R> = { [K in keyof R]?: K extends 'custom' ? CustomKeys : Direction }
type OneKeys<T extends HasEntities, R> = { [K in keyof R]?: R[K] extends NameIn<T> ? OrderKeys<T, R[K]> : never }
/** Sort keys, the first the strongest; over to-one relations too: `{ company: { name: 'asc' } }`. Missing values are the smallest. */
export type OrderKeys<T extends HasEntities, E extends NameIn<T>> = FieldKeys<RowIn<T, E>> & OneKeys<T, OneIn<T, E>>
export type OrderBy<T extends HasEntities, E extends NameIn<T>> = OrderKeys<T, E> | readonly OrderKeys<T, E>[]

/** A related record that comes along. */
export interface IncludeOne<T extends HasEntities, E extends NameIn<T>> {
  include?: Include<T, E>
}

/** Related records that come along: at most `limit` for each record. */
export interface IncludeMany<T extends HasEntities, E extends NameIn<T>> {
  where?: Where<T, E>
  orderBy?: OrderBy<T, E>
  limit?: number
  include?: Include<T, E>
}

/** What comes along with a record: `{ company: true, lines: { limit: 5 } }`. */
export type Include<T extends HasEntities, E extends NameIn<T>> = {
  readonly [K in keyof OneIn<T, E>]?: OneIn<T, E>[K] extends NameIn<T> ? true | IncludeOne<T, OneIn<T, E>[K]> : never
} & {
  readonly [K in keyof ManyIn<T, E>]?: ManyIn<T, E>[K] extends NameIn<T>
    ? true | IncludeMany<T, ManyIn<T, E>[K]>
    : never
}

type TargetOf<T extends HasEntities, E extends NameIn<T>, K> = K extends keyof OneIn<T, E>
  ? OneIn<T, E>[K]
  : K extends keyof ManyIn<T, E>
    ? ManyIn<T, E>[K]
    : never

/** Refuses keys that no include has, at every depth: a constraint alone lets them pass. */
export type ExactInclude<T extends HasEntities, E extends NameIn<T>, I> = {
  readonly [K in keyof I]: ExactTarget<T, TargetOf<T, E, K>, I[K]>
}
// No entity at all distributes to never, and so is refused.
type ExactTarget<T extends HasEntities, E, O> =
  E extends NameIn<T> ? (O extends true ? true : { readonly [K in keyof O]: ExactOption<T, E, K, O[K]> }) : never
type ExactOption<T extends HasEntities, E extends NameIn<T>, K, V> = K extends 'limit'
  ? number
  : K extends 'include'
    ? ExactInclude<T, E, V>
    : K extends 'where'
      ? Exact<Where<T, E>, V>
      : K extends 'orderBy'
        ? Exact<OrderBy<T, E>, V>
        : never
/** V with the keys of X alone, at every depth. */
type Exact<X, V> = V extends readonly (infer U)[]
  ? readonly Exact<Extract<X, readonly unknown[]>[number], U>[]
  : V extends object
    ? { readonly [K in keyof V]: ExactKey<KeyIn<X, K>, V[K]> }
    : X
type ExactKey<X, V> = [X] extends [never] ? never : Exact<X, V>
type KeyIn<X, K> = X extends object ? (K extends keyof X ? X[K] : never) : never

/** What comes along with records. */
export interface Included<T extends HasEntities, E extends NameIn<T>, I = Include<T, E>> {
  include?: I & NoInfer<ExactInclude<T, E, I>>
}

/** Asks for a page of records. */
export interface Query<T extends HasEntities, E extends NameIn<T>, I = Include<T, E>> extends Included<T, E, I> {
  where?: Where<T, E>
  orderBy?: OrderBy<T, E>
  /** At most so many, up to 200; 50 unless told. */
  limit?: number
  /** The `next` of the page before. */
  after?: string | null
  /** Records in the bin: `only` them, or `with` the others. */
  bin?: 'without' | 'only' | 'with'
}

/** A page: the records, and the cursor of the next page if there is one. */
export interface Page<R> {
  readonly items: readonly R[]
  readonly next: string | null
}

/** What an include adds to a record: the related record or null, or a list. */
export type IncludedOf<T extends HasEntities, E extends NameIn<T>, I> = {
  readonly [K in keyof I]: K extends keyof OneIn<T, E>
    ? Related<T, OneIn<T, E>[K], I[K]> | null
    : K extends keyof ManyIn<T, E>
      ? readonly Related<T, ManyIn<T, E>[K], I[K]>[]
      : never
}
type Related<T extends HasEntities, E, O> =
  E extends NameIn<T> ? ('include' extends keyof O ? RowIn<T, E> & IncludedOf<T, E, O['include']> : RowIn<T, E>) : never

/** A record with what was included. */
export type WithIncludes<T extends HasEntities, E extends NameIn<T>, I> = [keyof I] extends [never]
  ? RowIn<T, E>
  : RowIn<T, E> & IncludedOf<T, E, I>
