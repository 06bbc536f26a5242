import type { OrderBy, Where } from '../query/index.ts'
import type { HasEntities, NameIn, RowIn } from '../schema/index.ts'

type Literal = string | number | boolean | null

/**
 * Equality on each of these; null matches null.
 *
 * @example
 * const mine = (userId: string): RowMatch<Pick<Member, 'userId'>> => ({ userId })
 */
export type RowMatch<R> = { readonly [K in keyof R]?: Extract<R[K], Literal> }

/**
 * Values for some fields of a row.
 *
 * @example
 * const left: RowValues<Pick<Member, 'leftAt'>> = { leftAt: '2026-06-01T10:00:00.000Z' }
 */
export type RowValues<R> = { readonly [K in keyof R]?: Kept<R[K]> }
/** What is written is only read. */
type Kept<V> = V extends object ? { readonly [K in keyof V]: Kept<V[K]> } : V

/**
 * A row as it is inserted: with every field that may not be null, but for its id, which it is given.
 *
 * @example
 * const seat: NewRow<{ readonly id: string; readonly row: number; readonly takenBy: string | null }> = { row: 3 }
 */
export type NewRow<R> = RowValues<R> & { readonly [K in Exclude<NeededIn<R>, 'id'>]: unknown }
type NeededIn<R> = { [K in keyof R]: null extends R[K] ? never : K }[keyof R]

/**
 * One of the plugin's own tables, in the engine's view: no permission holds here. A row has every field of the record's, as
 * a `get` of somebody who may read them all answers it (days and instants as texts, amounts in minor units), and none of what an
 * `include` brings.
 *
 * @example
 * const seatsOf = async (table: Table<CoreTypes, 'member'>, teamId: string) => {
 *   await table.lock(teamId) // nobody else takes a seat of this team meanwhile
 *   return (await table.all({ teamId })).length
 * }
 */
export interface Table<T extends HasEntities, E extends NameIn<T>> {
  /** For entities with `keeping: 'log'` only. */
  insert(rows: readonly NewRow<RowIn<T, E>>[]): Promise<void>
  /** Inserts rows, and gives those that are there already, by their id, these of its fields. For `keeping: 'log'` only. */
  put(
    rows: readonly (NewRow<RowIn<T, E>> & { readonly id?: string })[],
    fields: readonly (keyof RowIn<T, E> & string)[],
  ): Promise<void>
  /** Changes the rows that match, and answers how many. For entities with `keeping: 'log'` only. */
  update(match: RowMatch<RowIn<T, E>>, values: RowValues<RowIn<T, E>>): Promise<number>
  /** For entities with `keeping: 'log'` only. */
  delete(matches: readonly RowMatch<RowIn<T, E>>[]): Promise<void>
  /**
   * Sets generated fields of one record: those of the plugin's own entity, or its own fields on somebody's. A write like
   * any other, with hooks, version, audit and the fact `<entity>.updated`; where nothing changes nothing is written.
   */
  set(id: string, values: RowValues<RowIn<T, E>>): Promise<void>
  /** The rows that match: those outside the bin unless told. */
  all(where: Where<T, E>, bin?: 'without' | 'only' | 'with'): Promise<readonly RowIn<T, E>[]>
  /** All of an entity that is `remembered`: a statement only where one of them was written since somebody asked. */
  remembered(bin?: 'without' | 'with'): Promise<readonly RowIn<T, E>[]>
  /** Those that match, a thousand at a time, by their ids: for what is too much to be held at once. */
  pages(where: Where<T, E>): AsyncIterable<readonly RowIn<T, E>[]>
  /**
   * The first of the rows that match, in an order. Where they are locked nobody else changes them until the transaction ends;
   * `skip` leaves out those that somebody else has locked.
   */
  list(query: {
    readonly where: Where<T, E>
    readonly orderBy: OrderBy<T, E>
    readonly limit: number
    readonly lock?: 'wait' | 'skip'
  }): Promise<readonly RowIn<T, E>[]>
  /** How many match. */
  count(where: Where<T, E>): Promise<number>
  /** At most so many rows for each value of a field, among those that match. */
  each(field: keyof RowIn<T, E> & string, limit: number, where: Where<T, E>): Promise<readonly RowIn<T, E>[]>
  /** Which of these rows match, by id: they answer for themselves where the condition speaks of their own fields alone. */
  matching(rows: readonly RowIn<T, E>[], where: Where<T, E>): Promise<ReadonlySet<string>>
  /** Those of the records that match, as they are: nobody else changes them until the transaction ends. */
  hold(ids: readonly string[], where?: Where<T, E>): Promise<readonly RowIn<T, E>[]>
  /** Nobody else passes here, or at this key of it, until the transaction ends. */
  lock(key?: string): Promise<void>
}
