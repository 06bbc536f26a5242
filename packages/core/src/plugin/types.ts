import type { ActorInput, SystemInput } from '../access/index.ts'
import type { Fact } from '../event/index.ts'
import type { Answer, CallOptions, Methods } from '../operation/index.ts'
import type {
  Aggregate,
  AggregateRow,
  Groups,
  Include,
  Measures,
  Page,
  Query,
  Where,
  WithIncludes,
} from '../query/index.ts'
import type { CreateIn, HasEntities, NameIn, RowIn } from '../schema/index.ts'
import type { MigrationStep } from '../storage/index.ts'

/** What a plugin adds to the types: export ONE named interface that extends this. */
export interface PluginTypes extends HasEntities {
  operations: object
  events: object
}

type StageIn<T extends HasEntities, E extends NameIn<T>> = RowIn<T, E> extends { stage: infer G } ? G : never

/** One step in the story of a record. */
export interface StoryStep {
  readonly id: string
  readonly at: string
  /** The user's id, or `system`. */
  readonly actor: string
  readonly reason: string | null
  /** `deals.move` */
  readonly operation: string
  readonly action: string
  /** The version that came of it. */
  readonly version: number
  /** Field to [before, after]; fields that the actor may not read are left out. */
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>
  /** The id of the fact that led to it; null for an act of its own. */
  readonly cause: string | null
}

/** The reads that every entity has. */
export interface Readable<T extends HasEntities, E extends NameIn<T>> {
  get(id: string): Promise<RowIn<T, E>>
  list<const I extends Include<T, E> = {}>(query?: Query<T, E, I>): Promise<Page<WithIncludes<T, E, I>>>
  /** Every record of the query, page after page; `limit` bounds the whole. */
  iterate<const I extends Include<T, E> = {}>(query?: Query<T, E, I>): AsyncIterable<WithIncludes<T, E, I>>
  /** What was done to a record, by whom and why, oldest first. */
  story(id: string): Promise<readonly StoryStep[]>
  count(query?: { readonly where?: Where<T, E> }): Promise<number>
  aggregate<const M extends Measures<T, E>, const G extends Groups<T, E> = {}>(
    query: Aggregate<T, E, G, M>,
  ): Promise<readonly AggregateRow<T, E, G, M>[]>
}

/** The record operations of an entity. */
export interface Resource<T extends HasEntities, E extends NameIn<T>> extends Readable<T, E> {
  create<O extends CallOptions = {}>(input: CreateIn<T, E>, options?: O): Promise<Answer<RowIn<T, E>, O>>
  update<O extends CallOptions = {}>(
    id: string,
    input: Partial<CreateIn<T, E>>,
    options?: O,
  ): Promise<Answer<RowIn<T, E>, O>>
  /** Creates, or updates the record whose unique field `by` has the value given. */
  upsert<O extends CallOptions = {}>(
    input: { by: keyof CreateIn<T, E> & string; record: CreateIn<T, E> },
    options?: O,
  ): Promise<Answer<{ readonly record: RowIn<T, E>; readonly created: boolean }, O>>
  /** To the bin. */
  delete<O extends CallOptions = {}>(id: string, options?: O): Promise<Answer<void, O>>
  restore<O extends CallOptions = {}>(id: string, options?: O): Promise<Answer<RowIn<T, E>, O>>
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
}

type PluralOf<X> = X extends { plural: infer P extends string } ? P : never
type Resources<T extends HasEntities> = {
  readonly [E in NameIn<T> as PluralOf<T['entities'][E]>]: T['entities'][E] extends { owned: true }
    ? Readable<T, E>
    : Resource<T, E> & (RowIn<T, E> extends { stage: string } ? Movable<T, E> : unknown)
}
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
}
/** Every fact by its type. */
export type EventsOf<T extends PluginTypes> = RecordEvents<T> & T['events']

/** An embedded CRM. */
export interface Crm<T extends PluginTypes> {
  /**
   * What this actor may see and do.
   *
   * @throws CrmError `ACTOR_REQUIRED`, `ROLE_UNKNOWN`, `TENANT_REQUIRED`
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
  /** Resources, operations, fields, pipelines, roles and facts, with their owners, as one JSON. */
  describe(): Description
  close(): Promise<void>
  readonly '~types'?: T
}

export interface MigrationReport {
  /** `owner/id` of the migrations that ran (or would run). */
  readonly applied: readonly string[]
  readonly sql: readonly string[]
  /** Steps that the entities need and no migration has: freeze them in the next one. */
  readonly draft: readonly MigrationStep[]
}

/** What {@link Crm.describe} answers: plain JSON. */
export interface Description {
  readonly entities: readonly {
    readonly name: string
    readonly plural: string
    readonly owner: string
    readonly fields: readonly {
      readonly name: string
      readonly kind: string
      readonly owner: string
      readonly required: boolean
      readonly nullable: boolean
    }[]
    readonly relations: readonly { readonly name: string; readonly to: string; readonly many: boolean }[]
  }[]
  readonly operations: readonly {
    readonly name: string
    readonly owner: string
    readonly kind: 'query' | 'command'
    readonly target: 'record' | 'collection'
    readonly summary: string
    readonly elevate: boolean
    readonly errors: readonly string[]
    readonly input: unknown
  }[]
  readonly pipelines: readonly {
    readonly name: string
    readonly entity: string
    readonly stages: readonly { readonly name: string; readonly type: string; readonly to: readonly string[] }[]
  }[]
  readonly roles: readonly string[]
  readonly facts: readonly { readonly type: string; readonly owner: string }[]
}
