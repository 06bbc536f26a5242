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
import type { CreateIn, RowIn } from '../schema/index.ts'

/** What a plugin adds to the types: export ONE named interface that extends this. */
export interface PluginTypes {
  entities: object
  operations: object
  events: object
}

type StageIn<S, E extends keyof S> = RowIn<S, E> extends { stage: infer G } ? G : never

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
export interface Readable<S, E extends keyof S> {
  get(id: string): Promise<RowIn<S, E>>
  list<const I extends Include<S, E> = {}>(query?: Query<S, E, I>): Promise<Page<WithIncludes<S, E, I>>>
  /** Every record of the query, page after page; `limit` bounds the whole. */
  iterate<const I extends Include<S, E> = {}>(query?: Query<S, E, I>): AsyncIterable<WithIncludes<S, E, I>>
  /** What was done to a record, by whom and why, oldest first. */
  story(id: string): Promise<readonly StoryStep[]>
  count(query?: { readonly where?: Where<S, E> }): Promise<number>
  aggregate<const M extends Measures<S, E>, const G extends Groups<S, E> = {}>(
    query: Aggregate<S, E, G, M>,
  ): Promise<readonly AggregateRow<S, E, G, M>[]>
}

/** The record operations of an entity. */
export interface Resource<S, E extends keyof S> extends Readable<S, E> {
  create<O extends CallOptions = {}>(input: CreateIn<S, E>, options?: O): Promise<Answer<RowIn<S, E>, O>>
  update<O extends CallOptions = {}>(
    id: string,
    input: Partial<CreateIn<S, E>>,
    options?: O,
  ): Promise<Answer<RowIn<S, E>, O>>
  /** Creates, or updates the record whose unique field `by` has the value given. */
  upsert<O extends CallOptions = {}>(
    input: { by: keyof CreateIn<S, E> & string; record: CreateIn<S, E> },
    options?: O,
  ): Promise<Answer<{ readonly record: RowIn<S, E>; readonly created: boolean }, O>>
  /** To the bin. */
  delete<O extends CallOptions = {}>(id: string, options?: O): Promise<Answer<void, O>>
  restore<O extends CallOptions = {}>(id: string, options?: O): Promise<Answer<RowIn<S, E>, O>>
  /** In chunks of 1,000, each its own transaction. */
  createMany<O extends CallOptions = {}>(
    input: readonly CreateIn<S, E>[],
    options?: O,
  ): Promise<Answer<{ readonly count: number; readonly ids: readonly string[] }, O>>
  updateMany<O extends CallOptions = {}>(
    input: { where: Where<S, E>; set: Partial<CreateIn<S, E>> },
    options?: O,
  ): Promise<Answer<{ readonly count: number }, O>>
  deleteMany<O extends CallOptions = {}>(
    input: { where: Where<S, E> },
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
export interface Movable<S, E extends keyof S> {
  /** Moves a record to another stage; `set` gives the fields that the stage asks for. */
  move<O extends CallOptions = {}>(
    id: string,
    input: { to: StageIn<S, E>; note?: string; set?: Partial<CreateIn<S, E>> },
    options?: O,
  ): Promise<Answer<RowIn<S, E>, O>>
  /** The stays of a record, oldest first. */
  history(id: string): Promise<readonly StageStay[]>
}

type PluralOf<X> = X extends { plural: infer P extends string } ? P : never
type Resources<S> = {
  readonly [E in keyof S as PluralOf<S[E]>]: S[E] extends { owned: true }
    ? Readable<S, E>
    : Resource<S, E> & (RowIn<S, E> extends { stage: string } ? Movable<S, E> : unknown)
}

/** What an actor works with: the resources, and transactions. */
export type Scope<T extends PluginTypes> = Resources<T['entities']> & {
  readonly [R in keyof T['operations']]: Methods<T['entities'], T['operations'][R]>
} & ScopeTools<T>

export interface ScopeTools<T extends PluginTypes> {
  /** All or nothing. `native` is the database handle, for the host's own writes in the same transaction. */
  transaction<R>(run: (tx: Scope<T>, native: unknown) => Promise<R>): Promise<R>
  /** Works inside a transaction that the host began: a pg client, a Kysely transaction, a better-sqlite3 database. */
  withTransaction(handle: object): Scope<T>
}

type RecordEvents<S> = {
  readonly [E in keyof S & string as PluralOf<S[E]> extends never
    ? never
    : `${E}.created` | `${E}.deleted` | `${E}.restored`]: RowIn<S, E>
} & {
  readonly [E in keyof S & string as PluralOf<S[E]> extends never ? never : `${E}.updated`]: {
    readonly before: RowIn<S, E>
    readonly after: RowIn<S, E>
  }
} & {
  readonly [E in keyof S & string as RowIn<S, E> extends { stage: string } ? `${E}.moved` : never]: {
    readonly record: RowIn<S, E>
    readonly from: StageIn<S, E>
    readonly to: StageIn<S, E>
  }
}
/** Every fact by its type. */
export type EventsOf<T extends PluginTypes> = RecordEvents<T['entities']> & T['events']

/** An embedded CRM. */
export interface Crm<T extends PluginTypes> {
  /** What this actor may see and do. Throws `ROLE_UNKNOWN`, `TENANT_REQUIRED`, `ACTOR_REQUIRED`. */
  as(actor: ActorInput): Scope<T>
  /** For background and admin work: everything, audited with the reason. */
  asSystem(system: SystemInput): Scope<T>
  /** Listens in this process to facts after their commit; returns the way to stop. Best effort. */
  on<const K extends keyof EventsOf<T>>(type: K, listener: (fact: Fact<EventsOf<T>[K]>) => void): () => void
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
