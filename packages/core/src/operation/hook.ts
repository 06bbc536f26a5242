import type { Row } from '../schema/index.ts'

/** What is done to one record. */
export type WriteAction = 'create' | 'update' | 'delete' | 'restore' | 'move'

/** A change before it is written. */
export interface Draft {
  readonly action: WriteAction
  readonly id: string
  readonly before: Row | null
  /** The values that would be written. */
  readonly input: Row
  /** Changes what will be written; it is checked again afterwards. */
  set(values: Row): void
}

/** A change that was written, not yet committed. */
export interface Done {
  readonly action: WriteAction
  readonly id: string
  readonly before: Row | null
  readonly after: Row
}

/** One of the plugin's own tables, in the engine's view: no permission holds here. */
export interface Table {
  /** For entities with `keeping: 'log'` only. */
  insert(rows: readonly Row[]): Promise<void>
  /** For entities with `keeping: 'log'` only. */
  delete(matches: readonly Readonly<Record<string, string | number | boolean | null>>[]): Promise<void>
  all(where: Readonly<Record<string, unknown>>): Promise<readonly Row[]>
  /** Nobody else passes here until the transaction ends. */
  lock(): Promise<void>
}

/** What handlers and hooks are given: the engine inside their transaction, as the same actor. */
export interface AnyContext {
  /** The actor's façade; its calls run one after another. */
  readonly crm: object
  readonly actor: { readonly user: string; readonly tenant: string }
  /** The instant of this operation. */
  readonly now: string
  /** Tells a fact; it is stored with the transaction. */
  emit(type: string, data: unknown, about: { readonly entity: string; readonly recordId: string }): void
  /** A table of the plugin's own. */
  table(entity: string): Table
}

export interface AnyHooks {
  readonly beforeWrite?: (changes: readonly Draft[], context: AnyContext) => void | Promise<void>
  readonly afterWrite?: (changes: readonly Done[], context: AnyContext) => void | Promise<void>
}

export type AnyHandler = (context: AnyContext, input: unknown) => Promise<unknown>
