import type { Answer, CallOptions } from '../operation/index.ts'
import type { Include, Page, Query, WithIncludes } from '../query/index.ts'
import type { CreateIn, HasEntities, NameIn, RowIn } from '../schema/index.ts'
import type { BoardQuery, BoardStage } from './board.ts'

/** The stages of an entity. */
export type StageIn<T extends HasEntities, E extends NameIn<T>> = RowIn<T, E> extends { stage: infer G } ? G : never

/**
 * One stay of a record in a stage.
 *
 * @example
 * const stays = await me.deals.history('d_1')
 * const days = stays.map(({ stage, duration }: StageStay) => [stage, duration === null ? null : duration / 86_400_000])
 */
export interface StageStay {
  readonly id: string
  readonly pipeline: string
  readonly stage: string
  readonly enteredAt: string
  /** Null while the record is there. */
  readonly leftAt: string | null
  /** Milliseconds; null while the record is there. */
  readonly duration: number | null
  readonly actor: string
  readonly amount: number | null
  readonly probability: number
}

/**
 * A record with its stays, oldest first.
 *
 * @example
 * const { items } = await me.deals.histories({ where: { closedAt: null } })
 * const moves = items.map(({ record, stays }: History<Deal>) => `${record.title}: ${stays.length - 1}`)
 */
export interface History<R> {
  readonly record: R
  readonly stays: readonly StageStay[]
}

/**
 * What entities with a pipeline have too.
 *
 * @example
 * await me.deals.move('d_1', { to: 'lost', set: { lostReason: 'price' }, note: 'they bought elsewhere' })
 * const stages = await me.deals.board({ limit: 5 })
 * const staysOf = (deals: Movable<CoreTypes, 'deal'>, id: string) => deals.history(id)
 */
export interface Movable<T extends HasEntities, E extends NameIn<T>> {
  /**
   * Moves a record to another stage; `set` gives the fields that the stage asks for.
   *
   * @throws CrmError `TRANSITION_NOT_ALLOWED`: `details` has `from`, `to` and `allowed`. `STAGE_UNKNOWN`, `GUARD_REFUSED`, `NOT_FOUND`,
   * `VERSION_CONFLICT`
   */
  move<O extends CallOptions = {}>(
    id: string,
    input: { to: StageIn<T, E>; note?: string; set?: Partial<CreateIn<T, E>> },
    options?: O,
  ): Promise<Answer<RowIn<T, E>, O>>
  /** The stays of a record, oldest first. */
  history(id: string): Promise<readonly StageStay[]>
  /** A page of records, each with its stays: 50 unless told, 200 at most. `next` is the `after` of the page behind it. */
  histories(query?: Omit<Query<T, E, {}>, 'include' | 'bin'>): Promise<Page<History<RowIn<T, E>>>>
  /**
   * The stages of a pipeline, in their order: how many records are in each, what they come to, and the first of them. Two
   * round trips, and one for each include.
   *
   * @throws CrmError `RATE_MISSING`, `MIXED_CURRENCY`: amounts in the report currency, of which some have none.
   */
  board<const I extends Include<T, E> = {}>(
    query?: BoardQuery<T, E, StageIn<T, E>, I>,
  ): Promise<readonly BoardStage<StageIn<T, E>, WithIncludes<T, E, I>>[]>
}
