import type { HasEntities, ManyIn, NameIn, OneIn, RowIn } from '../schema/index.ts'
import type { Where } from './where-types.ts'

/**
 * Of a sort key. A missing value is the smallest, whatever the direction.
 *
 * @example
 * const direction: Direction = 'desc'
 * await me.deals.list({ orderBy: { amount: direction } })
 */
export type Direction = 'asc' | 'desc'

/**
 * A tenant's own fields as sort keys.
 *
 * @example
 * const custom: CustomKeys = { purchaseCycleDays: 'desc' }
 * await me.companies.list({ orderBy: { custom } })
 */
export interface CustomKeys {
  readonly [name: string]: Direction
}
type FieldKeys<R> = { [K in keyof R]?: K extends 'custom' ? CustomKeys : Direction }
type OneKeys<T extends HasEntities, R> = { [K in keyof R]?: R[K] extends NameIn<T> ? OrderKeys<T, R[K]> : never }

/**
 * Sort keys, the first the strongest; over to-one relations too: `{ company: { name: 'asc' } }`. Missing values are the smallest.
 *
 * @example
 * const keys: OrderKeys<CoreTypes, 'deal'> = { company: { name: 'asc' }, amount: 'desc' }
 * await me.deals.list({ orderBy: keys })
 */
export type OrderKeys<T extends HasEntities, E extends NameIn<T>> = FieldKeys<RowIn<T, E>> & OneKeys<T, OneIn<T, E>>

/**
 * How records are sorted: one set of keys, or a list of them; the id decides between those that are alike.
 *
 * @example
 * const orderBy: OrderBy<CoreTypes, 'deal'> = [{ stage: 'asc' }, { amount: 'desc' }]
 * await me.deals.list({ orderBy })
 */
export type OrderBy<T extends HasEntities, E extends NameIn<T>> = OrderKeys<T, E> | readonly OrderKeys<T, E>[]

/**
 * A related record that comes along.
 *
 * @example
 * const company: IncludeOne<CoreTypes, 'company'> = { include: { owner: true } }
 * await me.deals.get('d_1', { include: { company: { include: { owner: true } } } })
 */
export interface IncludeOne<T extends HasEntities, E extends NameIn<T>> {
  include?: Include<T, E>
}

/**
 * Related records that come along: at most `limit` for each record.
 *
 * @example
 * const orders: IncludeMany<CoreTypes, 'order'> = { where: { total: { gt: 0 } }, orderBy: { placedAt: 'desc' }, limit: 3 }
 */
export interface IncludeMany<T extends HasEntities, E extends NameIn<T>> {
  where?: Where<T, E>
  orderBy?: OrderBy<T, E>
  limit?: number
  include?: Include<T, E>
}

/**
 * What comes along with a record: `{ company: true, lines: { limit: 5 } }`.
 *
 * @example
 * const include: Include<CoreTypes, 'deal'> = { company: true, lines: { limit: 5 } }
 */
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

/**
 * Refuses keys that no include has, at every depth: a constraint alone lets them pass.
 *
 * @example
 * type Checked = ExactInclude<CoreTypes, 'deal', { company: true }> // { readonly company: true }
 */
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

/**
 * What comes along with records.
 *
 * @example
 * const shown: Included<CoreTypes, 'deal', { company: true }> = { include: { company: true } }
 * const deal = await me.deals.get('d_1', shown)
 */
export interface Included<T extends HasEntities, E extends NameIn<T>, I = Include<T, E>> {
  include?: I & NoInfer<ExactInclude<T, E, I>>
}

/**
 * Asks for a page of records.
 *
 * @example
 * const query: Query<CoreTypes, 'order', {}> = { where: { currency: 'CNY' }, orderBy: { placedAt: 'desc' }, limit: 100 }
 * const { items, next } = await me.orders.list(query)
 */
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

/**
 * A page: the records, and the cursor of the next page if there is one.
 *
 * @example
 * let after: string | null = null
 * do {
 *   const page: Page<Deal> = await me.deals.list({ orderBy: { createdAt: 'asc' }, after })
 *   after = page.next // null: it was the last one
 * } while (after !== null)
 */
export interface Page<R> {
  readonly items: readonly R[]
  readonly next: string | null
}

/**
 * What an include adds to a record: the related record or null, or a list.
 *
 * @example
 * type Extra = IncludedOf<CoreTypes, 'deal', { company: true }> // { readonly company: Company | null }
 * const nameOf = ({ company }: Extra) => company?.name
 */
export type IncludedOf<T extends HasEntities, E extends NameIn<T>, I> = {
  readonly [K in keyof I]: K extends keyof OneIn<T, E>
    ? Related<T, OneIn<T, E>[K], I[K]> | null
    : K extends keyof ManyIn<T, E>
      ? readonly Related<T, ManyIn<T, E>[K], I[K]>[]
      : never
}
type Related<T extends HasEntities, E, O> =
  E extends NameIn<T> ? ('include' extends keyof O ? RowIn<T, E> & IncludedOf<T, E, O['include']> : RowIn<T, E>) : never

/**
 * A record with what was included.
 *
 * @example
 * type Shown = WithIncludes<CoreTypes, 'deal', { lines: true }>
 * const count = ({ title, lines }: Shown) => `${title}: ${lines.length}`
 */
export type WithIncludes<T extends HasEntities, E extends NameIn<T>, I> = [keyof I] extends [never]
  ? RowIn<T, E>
  : RowIn<T, E> & IncludedOf<T, E, I>
