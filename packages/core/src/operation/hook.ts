import type { Action } from '../access/index.ts'
import type { Fact } from '../event/index.ts'
import type { DeadLetters, Paged, Priority } from '../job/index.ts'
import type { MeasuresByName } from '../measure/index.ts'
import type { PhoneNormalizer } from '../phone/index.ts'
import type { Pipelines } from '../pipeline/index.ts'
import type { Row, Schema } from '../schema/index.ts'
import type { AuditOffice } from './audit/types.ts'
import type { Tenancy } from './tenancy.ts'

/**
 * What is done to one record.
 *
 * @example
 * const watched: readonly WriteAction[] = ['create', 'update']
 */
export type WriteAction = 'create' | 'update' | 'delete' | 'restore' | 'move'

/**
 * A change before it is written, of a record that has the fields of R, and others that are not in the types.
 *
 * @example
 * const upper = (changes: readonly Draft[]) => {
 *   for (const change of changes) if (change.action === 'create') change.set({ title: String(change.input.title).trim() })
 * }
 */
export interface Draft<R = unknown> {
  readonly action: WriteAction
  readonly id: string
  /** Where its input stands in the call, for the paths of errors: empty, or such as `[3]`. */
  readonly at: string
  readonly before: (Row & R) | null
  /** Of a move: the stage that it goes to. */
  readonly to: string | undefined
  /** The values that would be written. */
  readonly input: Row & Partial<R>
  /**
   * Changes what will be written, generated fields of the plugin's own included; it is checked again afterwards. Fields that
   * the actor did not give need no right of his, and may name records that he does not see.
   */
  set(values: Row): void
}

/**
 * A change that was written, not yet committed, of a record that has the fields of R, and others that are not in the types.
 *
 * @example
 * const wonNow = (changes: readonly Done[]) => changes.filter(({ before, after }) => before?.stage !== 'won' && after.stage === 'won')
 */
export interface Done<R = unknown> {
  readonly action: WriteAction
  readonly id: string
  readonly before: (Row & R) | null
  readonly after: Row & R
  /** What happened to the records that it owns, by relation; a list that was not touched is not there. */
  readonly lists: Readonly<Record<string, ListDone>>
}

/**
 * What happened to a list of records that another one owns.
 *
 * @example
 * const tagged = ({ lists }: Done) => (lists.tags?.added ?? []).map(({ tag }) => tag)
 */
export interface ListDone {
  readonly added: readonly Row[]
  /** As they are now. */
  readonly changed: readonly Row[]
  readonly removed: readonly Row[]
}

/** Equality on each of these; null matches null. */
export type AnyMatch = Readonly<Record<string, string | number | boolean | null>>

type AnyWhere = Readonly<Record<string, unknown>>

/** A table of a plugin's own, whichever it is: what its methods do is said of `Table`, as plugins are given it. */
export interface AnyTable {
  insert(rows: readonly Row[]): Promise<void>
  put(rows: readonly Row[], fields: readonly string[]): Promise<void>
  update(match: AnyMatch, values: Row): Promise<number>
  delete(matches: readonly AnyMatch[]): Promise<void>
  set(id: string, values: Row): Promise<void>
  all(where: AnyWhere, bin?: 'without' | 'only' | 'with'): Promise<readonly Row[]>
  remembered(bin?: 'without' | 'with'): Promise<readonly Row[]>
  pages(where: AnyWhere): AsyncIterable<readonly Row[]>
  list(query: {
    readonly where: AnyWhere
    readonly orderBy: unknown
    readonly limit: number
    readonly lock?: 'wait' | 'skip'
  }): Promise<readonly Row[]>
  count(where: AnyWhere): Promise<number>
  each(field: string, limit: number, where: AnyWhere): Promise<readonly Row[]>
  matching(rows: readonly Row[], where: AnyWhere): Promise<ReadonlySet<string>>
  hold(ids: readonly string[], where?: AnyWhere): Promise<readonly Row[]>
  lock(key?: string): Promise<void>
}

/**
 * What handlers and hooks know beside the façade: who acts, when and where, and what exists for his tenant.
 *
 * @example
 * const reminderDay = ({ today, add }: Circumstances) => add(today, 'P3D')
 */
export interface Circumstances {
  /** Who acts: somebody, or what runs by itself (`crm.asSystem`, jobs, consumers). */
  readonly actor: { readonly type: 'user' | 'system'; readonly user: string; readonly tenant: string }
  /** The instant of this operation. */
  readonly now: string
  /** The zone of calendar days and months. */
  readonly zone: string
  /** The calendar day of this operation, in that zone. */
  readonly today: string
  /** An instant or a day plus an ISO 8601 duration, in that zone: `add(now, 'P3D')`, `add(today, '-P1M')`. */
  add(from: string, duration: string): string
  /** For how long a contact of a colleague's counts as recent: an ISO 8601 duration. */
  readonly recentContact: string
  /** Makes telephone numbers comparable, as the instance does. */
  readonly phones: PhoneNormalizer
  /** What exists for the tenant: entities with their fields and relations, the plugins' too. */
  readonly schema: Schema
  /** The tenant's pipelines. */
  readonly pipelines: Pipelines
  /** Figures by their names: those of all plugins and of the host. */
  readonly measures: MeasuresByName
  /** For tables of what a tenant defines at run time. */
  readonly tenancy: Tenancy
  /** Whether the actor's own roles let him do it to a record, writing these fields; where the operation is elevated, too. */
  may(action: Action, entity: string, id: string, fields?: readonly string[]): Promise<boolean>
  /**
   * Checks a stored query (`where`, `orderBy`, `include`, `limit`) against what exists for the tenant.
   *
   * @throws CrmError `INVALID`, `UNKNOWN_KEY`, `QUERY_TOO_COMPLEX`, with the path in it
   */
  checkQuery(entity: string, query: unknown): void
  /** Takes back what still waits under this key of the plugin's: see `later`. False: nothing did. */
  cancel(key: string): Promise<boolean>
  /** The tenant's jobs that were given up. */
  readonly deadLetters: DeadLetterOffice
  /** The tenant's audit, for the core alone. */
  readonly audit: AuditOffice
}

/**
 * For tables of what was given up.
 *
 * @example
 * const retry = ({ deadLetters }: Circumstances, ids: readonly string[]) => deadLetters.revive(ids)
 */
export interface DeadLetterOffice {
  list(page: Paged): Promise<DeadLetters>
  /** Lets them be tried again; answers how many there were. */
  revive(ids: readonly string[]): Promise<number>
  discard(ids: readonly string[]): Promise<number>
}

/**
 * When and how a call is made that waits.
 *
 * @example
 * const inThreeDays = ({ now, add }: Circumstances): LaterOptions => ({ at: add(now, 'P3D'), key: 'reminder' })
 */
export interface LaterOptions {
  /** An instant; as soon as this transaction has committed, unless told. */
  readonly at?: string
  /** A name for it, the plugin's own: who enqueues under the same name replaces what still waits, and can cancel it. */
  readonly key?: string
  readonly priority?: Priority
  /** How often it is tried before it is a dead letter; 10 unless told. */
  readonly attempts?: number
}

/** What handlers and hooks are given: the engine inside their transaction, as the same actor. */
export interface AnyContext extends Circumstances {
  /** The actor's façade; its calls run one after another. */
  readonly crm: object
  /** The same within the limits of the actor's own roles: in an elevated operation, for what is his to do. */
  readonly asActor: object
  /** A table of the plugin's own, or one that it has extended, whose own fields it may `set`. */
  table(entity: string): AnyTable
  /** Calls that are made later, as the system: see {@link LaterOptions}. */
  later(options?: LaterOptions): object
  /** Tells a fact; it is stored with the transaction. */
  emit(type: string, data: unknown, about: { readonly entity: string; readonly recordId: string }): void
}

export interface AnyHooks {
  /** What they are called for; unless told, everything. */
  readonly actions?: readonly WriteAction[]
  /** What they call runs without the actor's own permissions. */
  readonly elevate?: boolean
  readonly beforeWrite?: (changes: readonly Draft[], context: AnyContext) => void | Promise<void>
  readonly afterWrite?: (changes: readonly Done[], context: AnyContext) => void | Promise<void>
}

export type AnyHandler = (context: AnyContext, input: unknown) => Promise<unknown>

/** What a courier is given. */
export interface AnyCourierContext {
  readonly crm: object
  readonly now: string
  readonly key: string
  extend(): Promise<void>
}

type Told<C> = (fact: Fact, context: C) => void | Promise<void>

/** Who is told of a fact: in a transaction with what it writes, or outside of any. */
export type AnyConsumer =
  | { readonly outside: false; readonly run: Told<AnyContext> }
  | { readonly outside: true; readonly run: Told<AnyCourierContext> }

/** A consumer or courier as it is defined. */
export type AnyConsumerDefinition<C = never> = Told<C> | { readonly attempts?: number; readonly run: Told<C> }
