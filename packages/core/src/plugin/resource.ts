import type { Answer, CallOptions } from '../operation/index.ts'
import type {
  Aggregate,
  AggregateRow,
  Groups,
  Include,
  Included,
  Measures,
  Page,
  Query,
  Where,
  WithIncludes,
} from '../query/index.ts'
import type { CreateIn, HasEntities, NameIn, RowIn } from '../schema/index.ts'
import type { Explanation } from './explain.ts'
import type { AccessExplanation } from './explain-access.ts'
import type { Hit, SearchQuery } from './search.ts'
import type { StoryStep } from './story.ts'
import type { TimelineItems, TimelineQuery } from './timeline.ts'

/**
 * The reads that every entity has.
 *
 * @example
 * const { items } = await me.deals.list({ where: { stage: 'proposal' }, include: { company: true }, limit: 20 })
 * for await (const deal of me.deals.iterate({ where: { amount: { gt: 0 } } })) console.log(deal.title)
 * const [{ total }] = (await me.deals.aggregate({ measures: { total: { fn: 'count' } } })) as [{ total: number }]
 * const counting = (deals: Readable<CoreTypes, 'deal'>) => deals.count()
 */
export interface Readable<T extends HasEntities, E extends NameIn<T>> {
  /**
   * One record; `include` brings related ones along.
   *
   * @throws CrmError `NOT_FOUND`: there is none, it is in the bin, or the actor may not read it.
   */
  get<const I extends Include<T, E> = {}>(id: string, query?: Included<T, E, I>): Promise<WithIncludes<T, E, I>>
  /**
   * A page of records: 50 unless told, 200 at most. `next` is the `after` of the page behind it, null at the end.
   *
   * @throws CrmError `INVALID`, `UNKNOWN_KEY`, `QUERY_TOO_COMPLEX`, with the path in it; `CURSOR_INVALID`: `after` is of another query.
   */
  list<const I extends Include<T, E> = {}>(query?: Query<T, E, I>): Promise<Page<WithIncludes<T, E, I>>>
  /** Every record of the query, page after page; `limit` bounds the whole. */
  iterate<const I extends Include<T, E> = {}>(query?: Query<T, E, I>): AsyncIterable<WithIncludes<T, E, I>>
  /** What was done to a record, by whom and why, oldest first. */
  story(id: string): Promise<readonly StoryStep[]>
  /** How many records match. */
  count(query?: { readonly where?: Where<T, E> }): Promise<number>
  /**
   * Figures of groups of records. Sums are of integers and money, and exact.
   *
   * @throws CrmError `MIXED_CURRENCY`: amounts of several currencies would be added. `NUMBER_OUT_OF_RANGE`: beyond 2^53.
   */
  aggregate<const M extends Measures<T, E>, const G extends Groups<T, E> = {}>(
    query: Aggregate<T, E, G, M>,
  ): Promise<readonly AggregateRow<T, E, G, M>[]>
  /**
   * Records by a text: those first of which it is a field, then those of which a field begins with it, then the others, by
   * name. Where no field is declared with `.search()` it is `OPERATION_UNKNOWN`.
   */
  search(query: SearchQuery<T, E>): Promise<Page<Hit<T, E>>>
  /** How a list, a search or an aggregate would run: the statement with the actor's policy in it, and the database's plan. */
  explain(query?: Query<T, E, {}> | SearchQuery<T, E> | Aggregate<T, E>): Promise<Explanation>
}

type KeyIn<T extends HasEntities, E extends NameIn<T>> = keyof CreateIn<T, E> & string

/**
 * The record operations of an entity.
 *
 * @example
 * const acme = await me.companies.create({ name: '上海精工机械' })
 * await me.companies.update(acme.id, { size: 120 }, { ifVersion: acme.version })
 * await me.companies.upsert({ by: 'externalId', record: { externalId: 'erp-7', name: 'Acme' } })
 * await me.companies.delete(acme.id)
 * const named = (companies: Resource<CoreTypes, 'company'>, name: string) => companies.create({ name })
 */
export interface Resource<T extends HasEntities, E extends NameIn<T>> extends Readable<T, E> {
  /**
   * Makes a record. The actor becomes its owner unless `ownerId` says somebody else.
   *
   * @throws CrmError `INVALID`, `UNKNOWN_KEY`: with the path in the input. `FORBIDDEN`, `DUPLICATE`, `REFERENCE_NOT_FOUND`
   */
  create<O extends CallOptions = {}>(input: CreateIn<T, E>, options?: O): Promise<Answer<RowIn<T, E>, O>>
  /**
   * Changes the fields that are given. Null takes a value away where it may be missing; what is left out stays.
   *
   * @throws CrmError `NOT_FOUND`, `FORBIDDEN`, `VERSION_CONFLICT`, `DUPLICATE`, `REFERENCE_NOT_FOUND`
   */
  update<O extends CallOptions = {}>(
    id: string,
    input: Partial<CreateIn<T, E>>,
    options?: O,
  ): Promise<Answer<RowIn<T, E>, O>>
  /** Creates, or updates the record whose unique field `by` (or all of those that are unique together) has the value given. */
  upsert<O extends CallOptions = {}>(
    input: { by: KeyIn<T, E> | readonly KeyIn<T, E>[]; record: CreateIn<T, E> },
    options?: O,
  ): Promise<Answer<{ readonly record: RowIn<T, E>; readonly created: boolean }, O>>
  /**
   * Puts a record into the bin, where `bin: 'only'` lists it; `restore` brings it back. What still points to it stays.
   *
   * @throws CrmError `NOT_FOUND`, `FORBIDDEN`, `VERSION_CONFLICT`
   */
  delete<O extends CallOptions = {}>(id: string, options?: O): Promise<Answer<void, O>>
  /**
   * Takes a record out of the bin.
   *
   * @throws CrmError `NOT_FOUND`, `DUPLICATE`: another record has taken its unique value meanwhile.
   */
  restore<O extends CallOptions = {}>(id: string, options?: O): Promise<Answer<RowIn<T, E>, O>>
  /** What happened with a record, newest first: records of all entities that appear on its timeline. */
  timeline<const N extends NameIn<T> = NameIn<T>>(
    id: string,
    query?: TimelineQuery<N>,
  ): Promise<Page<TimelineItems<T, N>>>
  /** In chunks of 1,000, each its own transaction. */
  createMany<O extends CallOptions = {}>(
    input: readonly CreateIn<T, E>[],
    options?: O,
  ): Promise<Answer<{ readonly count: number; readonly ids: readonly string[] }, O>>
  /** Changes all records that match and that the actor may change. In chunks of 1,000, each its own transaction. */
  updateMany<O extends CallOptions = {}>(
    input: { where: Where<T, E>; set: Partial<CreateIn<T, E>> },
    options?: O,
  ): Promise<Answer<{ readonly count: number }, O>>
  /** Puts all records that match into the bin. In chunks of 1,000, each its own transaction. */
  deleteMany<O extends CallOptions = {}>(
    input: { where: Where<T, E> },
    options?: O,
  ): Promise<Answer<{ readonly count: number }, O>>
  /** Rule by rule, what somebody may do to a record and why. For the system, and roles that grant it by name. */
  explainAccess(id: string, actor: { user: string; roles: readonly string[] }): Promise<AccessExplanation>
}
