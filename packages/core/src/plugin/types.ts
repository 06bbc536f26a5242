import type { Action, ActorInput, Grant, SystemInput } from '../access/index.ts'
import type { Fact } from '../event/index.ts'
import type { Answer, CallOptions, Methods } from '../operation/index.ts'
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
import type { Finding, MigrationStep } from '../storage/index.ts'
import type { BoardQuery, BoardStage } from './board.ts'
import type { Description } from './description.ts'
import type { Explanation } from './explain.ts'
import type { Plugin, PluginTypes } from './installed.ts'
import type { Hit, SearchQuery } from './search.ts'
import type { StoryStep } from './story.ts'
import type { Erased, Personal } from './subject.ts'
import type { TimelineItems, TimelineQuery } from './timeline.ts'

type StageIn<T extends HasEntities, E extends NameIn<T>> = RowIn<T, E> extends { stage: infer G } ? G : never

/** The reads that every entity has. */
export interface Readable<T extends HasEntities, E extends NameIn<T>> {
  /** One record; `include` brings related ones along. */
  get<const I extends Include<T, E> = {}>(id: string, query?: Included<T, E, I>): Promise<WithIncludes<T, E, I>>
  list<const I extends Include<T, E> = {}>(query?: Query<T, E, I>): Promise<Page<WithIncludes<T, E, I>>>
  /** Every record of the query, page after page; `limit` bounds the whole. */
  iterate<const I extends Include<T, E> = {}>(query?: Query<T, E, I>): AsyncIterable<WithIncludes<T, E, I>>
  /** What was done to a record, by whom and why, oldest first. */
  story(id: string): Promise<readonly StoryStep[]>
  count(query?: { readonly where?: Where<T, E> }): Promise<number>
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

/** The record operations of an entity. */
export interface Resource<T extends HasEntities, E extends NameIn<T>> extends Readable<T, E> {
  create<O extends CallOptions = {}>(input: CreateIn<T, E>, options?: O): Promise<Answer<RowIn<T, E>, O>>
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
  /** To the bin. */
  delete<O extends CallOptions = {}>(id: string, options?: O): Promise<Answer<void, O>>
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
  updateMany<O extends CallOptions = {}>(
    input: { where: Where<T, E>; set: Partial<CreateIn<T, E>> },
    options?: O,
  ): Promise<Answer<{ readonly count: number }, O>>
  deleteMany<O extends CallOptions = {}>(
    input: { where: Where<T, E> },
    options?: O,
  ): Promise<Answer<{ readonly count: number }, O>>
  /** Rule by rule, what somebody may do to a record and why. For the system, and roles that grant it by name. */
  explainAccess(id: string, actor: { user: string; roles: readonly string[] }): Promise<AccessExplanation>
}

/** One stay of a record in a stage. */
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

/** A record has changed hands. */
export interface OwnershipChange {
  readonly id: string
  /** The user's id; null where it was nobody's. */
  readonly from: string | null
  readonly to: string | null
  readonly at: string
  /** Who did it: a user's id, or `system`. */
  readonly actor: string
  readonly reason: string | null
}

/** What {@link Resource.explainAccess} answers. */
export interface AccessExplanation {
  readonly entity: string
  readonly id: string
  readonly user: string
  readonly roles: readonly string[]
  /** In the bin nobody finds it by `get`. */
  readonly inBin: boolean
  /** What comes of all rules together. `move` where the entity has stages. */
  readonly may: Readonly<Record<Exclude<Action, 'create' | 'move'>, boolean>> & { readonly move?: boolean }
  /** Each grant of each role on the entity. */
  readonly rules: readonly AccessRule[]
  /** Fields, and what the record owns, that he may not read of it; null where he may not read it at all. */
  readonly hidden: readonly string[] | null
  /** Operations of the resource that his roles grant by name. */
  readonly operations: readonly string[]
}

/** A grant of a role, and what it gives on a record. */
export interface AccessRule extends Grant {
  readonly role: string
  readonly gives: readonly Action[]
  /** `no_grant`: the role has none on this entity. */
  readonly why: 'in_scope' | 'out_of_scope' | 'no_grant'
}

/** Somebody who works on a record that is not his own. */
export interface RecordMember {
  readonly user: string
  readonly level: 'read' | 'write'
  readonly at: string
  /** Who let him in: a user's id, or `system`. */
  readonly by: string
}

/** What entities whose records have an owner have too. */
export interface Ownable<T extends HasEntities, E extends NameIn<T>> {
  /**
   * Takes a record that is nobody's: it becomes the actor's own. One of several at once wins, the others get
   * `ALREADY_CLAIMED`. A role grants it by name: `operations: ['companies.claim']`.
   */
  claim<O extends CallOptions = {}>(
    id: string,
    input: Record<string, never>,
    options?: O,
  ): Promise<Answer<RowIn<T, E>, O>>
  /**
   * Lets somebody else work on a record: read it, or change it too, if his roles have a grant with `scope: 'shared'`.
   * Whoever may update it may share it; the same user again changes his level. Answers with whom it is shared.
   */
  share<O extends CallOptions = {}>(
    id: string,
    input: { user: string; level: 'read' | 'write' },
    options?: O,
  ): Promise<Answer<readonly RecordMember[], O>>
  /** Ends it. Everybody may leave by himself. */
  unshare<O extends CallOptions = {}>(
    id: string,
    input: { user: string },
    options?: O,
  ): Promise<Answer<readonly RecordMember[], O>>
  /** With whom a record is shared, oldest first. */
  sharedWith(id: string): Promise<readonly RecordMember[]>
  /** How a record changed hands after it was made, oldest first; empty where the actor may not read whose it is. */
  owners(id: string): Promise<readonly OwnershipChange[]>
}

/** What entities with a pipeline have too. */
export interface Movable<T extends HasEntities, E extends NameIn<T>> {
  /** Moves a record to another stage; `set` gives the fields that the stage asks for. */
  move<O extends CallOptions = {}>(
    id: string,
    input: { to: StageIn<T, E>; note?: string; set?: Partial<CreateIn<T, E>> },
    options?: O,
  ): Promise<Answer<RowIn<T, E>, O>>
  /** The stays of a record, oldest first. */
  history(id: string): Promise<readonly StageStay[]>
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

/** What entities with amounts in the report currency have too. */
export interface Reporting<T extends HasEntities, E extends NameIn<T>> {
  /**
   * Converts the amounts of all records that match into the report currency again, at the rates that stand in the table
   * now. Nothing else does: a rate that is entered or corrected leaves alone what is stored. In chunks of 1,000.
   */
  reconvert<O extends CallOptions = {}>(
    input: { where: Where<T, E> },
    options?: O,
  ): Promise<Answer<{ readonly count: number }, O>>
}

type PluralOf<X> = X extends { plural: infer P extends string } ? P : never
type Resources<T extends HasEntities> = {
  readonly [E in NameIn<T> as PluralOf<T['entities'][E]>]: ResourceOf<T, E, T['entities'][E]>
}
type ResourceOf<T extends HasEntities, E extends NameIn<T>, D> = D extends { owned: true }
  ? Readable<T, E>
  : Resource<T, E> &
      (D extends { row: { stage: string } } ? Movable<T, E> : unknown) &
      (D extends { row: { ownerId: unknown } } ? Ownable<T, E> : unknown) &
      (D extends { row: { reportCurrency: unknown } } ? Reporting<T, E> : unknown) &
      (D extends { subject: true } ? Personal : unknown)
type Operations<T extends PluginTypes> = { readonly [R in keyof T['operations']]: Methods<T, T['operations'][R]> }

/** What an actor works with: the resources, and transactions. */
export type Scope<T extends PluginTypes> = Resources<T> & Operations<T> & ScopeTools<T>

export interface ScopeTools<T extends PluginTypes> {
  /** All or nothing. `native` is the database handle, for the host's own writes in the same transaction. */
  transaction<R>(run: (tx: Scope<T>, native: unknown) => Promise<R>): Promise<R>
  /** Works inside a transaction that the host began: a pg client, a Kysely transaction, a better-sqlite3 database. */
  withTransaction(handle: object): Scope<T>
}

/** The data of `deal.updated`. */
export interface Updated<T extends HasEntities, E extends NameIn<T>> {
  readonly before: RowIn<T, E>
  readonly after: RowIn<T, E>
}
/** The data of `deal.moved`. */
export interface Moved<T extends HasEntities, E extends NameIn<T>> {
  readonly record: RowIn<T, E>
  readonly from: StageIn<T, E>
  readonly to: StageIn<T, E>
}
type StagedIn<T extends HasEntities> = {
  [E in NameIn<T>]: 'stage' extends keyof RowIn<T, E> ? E : never
}[NameIn<T>]
type PersonIn<T extends HasEntities> = {
  [E in NameIn<T>]: T['entities'][E] extends { subject: true } ? E : never
}[NameIn<T>]
type RecordEvents<T extends HasEntities> = {
  readonly [K in `${NameIn<T> & string}.${'created' | 'deleted' | 'restored'}`]: K extends `${infer E extends NameIn<T> & string}.${string}`
    ? RowIn<T, E>
    : never
} & {
  readonly [K in `${NameIn<T> & string}.updated`]: K extends `${infer E extends NameIn<T> & string}.updated`
    ? Updated<T, E>
    : never
} & {
  readonly [K in `${StagedIn<T> & string}.moved`]: K extends `${infer E extends NameIn<T> & string}.moved`
    ? Moved<T, E>
    : never
} & { readonly [K in `${PersonIn<T> & string}.erased`]: Erased }
/** Every fact by its type. */
export type EventsOf<T extends PluginTypes> = RecordEvents<T> & T['events']

/** An embedded CRM. */
export interface Crm<T extends PluginTypes> {
  /**
   * What this actor may see and do. A role that neither the code nor his tenant knows is `ROLE_UNKNOWN` at the first call.
   *
   * @throws CrmError `ACTOR_REQUIRED`, `TENANT_REQUIRED`
   *
   * @example
   * const me = crm.as({ user: 'u_1', roles: ['sales'] })
   */
  as(actor: ActorInput): Scope<T>
  /**
   * For background and admin work: everything, audited with the reason.
   *
   * @throws CrmError `ACTOR_REQUIRED`, `TENANT_REQUIRED`
   *
   * @example
   * const system = crm.asSystem({ reason: 'nightly import' })
   */
  asSystem(system: SystemInput): Scope<T>
  /**
   * Listens in this process to facts after their commit; returns the way to stop. Best effort.
   *
   * @example
   * const stop = crm.on('deal.moved', ({ data }) => console.log(data.from, data.to))
   */
  on<const K extends keyof EventsOf<T>>(type: K, listener: NoInfer<(fact: Fact<EventsOf<T>[K]>) => void>): () => void
  /** Brings the database up to this code. With `dryRun` it answers the SQL and changes nothing. */
  migrate(options?: { readonly dryRun?: boolean }): Promise<MigrationReport>
  /**
   * Takes away what a plugin has made: its tables, columns and indexes, its fields in others' records, and what audit and
   * outbox tell of them. What is left is as if it had never been there. For all tenants, in one transaction: interrupted, it
   * has not begun. No other process may have the plugin installed any more. With `dryRun` it answers what it would do.
   *
   * @throws CrmError `PLUGIN_IN_USE`: this instance has it, or records of others are in its pipelines. `SCHEMA_TOO_NEW`: a
   * later version of the plugin has migrated this database. `MIGRATION_CHANGED`, `MIGRATION_REQUIRED`
   *
   * @example
   * const crm = createCrm({ storage }) // without it
   * await crm.uninstall(students())
   */
  uninstall(plugin: Plugin, options?: { readonly dryRun?: boolean }): Promise<UninstallReport>
  /**
   * Takes what was deleted out of the database's files and search indexes, where it stays until it is written over. It takes
   * as long as copying the database, and writers wait: after erasures, at night. Backups and replicas are not reached.
   *
   * @throws CrmError `STORAGE_CAPABILITY_MISSING`, `STORAGE_BUSY`
   *
   * @example
   * await me.contacts.eraseSubject(contact.id, {})
   * await crm.compact()
   */
  compact(): Promise<void>
  /**
   * Looks at the database: what is wrong with it, and what is worth knowing, each finding with the sentence that fixes it.
   * It reads everything and changes nothing.
   *
   * @example
   * for (const { severity, problem, fix } of (await crm.check()).findings) console.log(severity, problem, fix)
   */
  check(): Promise<CheckReport>
  /** Makes the search texts and indexes of all tables anew, under the lock of the migrations; writers wait. */
  rebuildSearch(): Promise<void>
  /** Resources, operations, fields, pipelines, roles and facts, with their owners, as one JSON. */
  describe(): Description
  close(): Promise<void>
  readonly '~types'?: T
}

/** What {@link Crm.check} answers. */
export interface CheckReport {
  readonly findings: readonly Finding[]
}

export interface MigrationReport {
  /** `owner/id` of the migrations that ran (or would run). */
  readonly applied: readonly string[]
  readonly sql: readonly string[]
  /** Steps that the entities need and no migration has: freeze them in the next one. */
  readonly draft: readonly MigrationStep[]
}

/** What {@link Crm.uninstall} did, or would do. */
export interface UninstallReport {
  /** `owner/id` of the plugin's migrations, which are forgotten. */
  readonly forgotten: readonly string[]
  /** What is done, and to how many rows: those of a dropped table, those taken away, those that hold a key. */
  readonly steps: readonly { readonly step: MigrationStep; readonly rows: number }[]
  readonly sql: readonly string[]
}
