import type { Role } from '../access/index.ts'
import type { CodeDefinition } from '../error/index.ts'
import type { Migration } from '../migration/index.ts'
import type { AnyHandler, AnyHooks, Done, Draft, Operation, Resolve, Table } from '../operation/index.ts'
import type { Pipeline } from '../pipeline/index.ts'
import type { Entity, Fields } from '../schema/index.ts'
import type { PluginTypes, Scope } from './types.ts'

/** What handlers and hooks are given: the engine inside their transaction, as the same actor. */
export interface Context<T extends PluginTypes> {
  /** Runs its calls one after another. */
  readonly crm: Scope<T>
  readonly actor: { readonly user: string; readonly tenant: string }
  /** The instant of this operation. */
  readonly now: string
  /** Tells a fact of the plugin's own; it is stored with the transaction. */
  emit<K extends keyof T['events'] & string>(
    type: K,
    data: T['events'][K],
    about: { entity: string; recordId: string },
  ): void
  /** A table of the plugin's own. */
  table(entity: string): Table
}

/** Hooks on one entity, inside the write's transaction. To throw a CrmError (`invalid(path, problem)`) is to veto. */
export interface EntityHooks<T extends PluginTypes> {
  readonly beforeWrite?: (changes: readonly Draft[], context: Context<T>) => void | Promise<void>
  readonly afterWrite?: (changes: readonly Done[], context: Context<T>) => void | Promise<void>
}

type Handler<T extends PluginTypes, X> = X extends {
  readonly '~op'?: { target: infer G; parsed: infer P; out: infer O } | undefined
}
  ? (context: Context<T>, input: G extends 'record' ? P & { readonly id: string } : P) => Promise<Resolve<T, O>>
  : never
export type HandlersOf<T extends PluginTypes, C> = {
  readonly [R in keyof C]: { readonly [K in keyof C[R]]: Handler<T, C[R][K]> }
}

/** What a plugin does: contracts, and a handler for each. */
export interface OperationsOf<Own extends PluginTypes, All extends PluginTypes> {
  /** Contracts by resource and name. */
  readonly operations: Own['operations']
  readonly handlers: HandlersOf<All, Own['operations']>
}

/** What a plugin is made of. */
export type PluginDefinition<Own extends PluginTypes, All extends PluginTypes> = PluginParts<Own, All> &
  (keyof Own['operations'] extends never ? Partial<OperationsOf<Own, All>> : OperationsOf<Own, All>)

/** What a plugin is made of, beside its operations. */
export interface PluginParts<Own extends PluginTypes, All extends PluginTypes> {
  /** Lower-case letters, digits and dashes. */
  readonly id: string
  readonly version: string
  /** Ids of plugins that come before this one. */
  readonly dependsOn?: readonly string[]
  readonly entities?: readonly Entity[]
  /** Fields for other owners' entities. */
  readonly extend?: Readonly<Record<string, Fields>>
  readonly pipelines?: Readonly<Record<string, Pipeline>>
  readonly hooks?: Readonly<Record<string, EntityHooks<All>>>
  readonly migrations?: readonly Migration[]
  readonly roles?: Readonly<Record<string, Role>>
  /** Codes of its own, with their words. */
  readonly errors?: Readonly<Record<string, CodeDefinition>>
  /** Types of facts that it emits. */
  readonly facts?: readonly (keyof Own['events'] & string)[]
}

/** A plugin as it is installed. */
export interface Plugin<out T extends PluginTypes = PluginTypes> {
  readonly id: string
  readonly version: string
  readonly '~types'?: T
  readonly '~definition': AnyDefinition
}

/** A definition as the engine sees it: names and functions, the types are gone. */
export interface AnyDefinition {
  readonly id: string
  readonly version: string
  readonly dependsOn: readonly string[]
  readonly entities: readonly Entity[]
  readonly extend: Readonly<Record<string, Fields>>
  readonly pipelines: Readonly<Record<string, Pipeline>>
  readonly operations: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly handlers: Readonly<Record<string, Readonly<Record<string, AnyHandler>>>>
  readonly hooks: Readonly<Record<string, AnyHooks>>
  readonly migrations: readonly Migration[]
  readonly roles: Readonly<Record<string, Role>>
  readonly errors: Readonly<Record<string, CodeDefinition>>
  readonly facts: readonly string[]
}

/** Makes a plugin of its definition: frozen data. `definePlugin` is this with the core's types given. */
export function plugin<Own extends PluginTypes, All extends PluginTypes>(
  definition: PluginDefinition<Own, All>,
): Plugin<Own> {
  const whole = {
    dependsOn: [],
    entities: [],
    extend: {},
    pipelines: {},
    operations: {},
    handlers: {},
    hooks: {},
    migrations: [],
    roles: {},
    errors: {},
    facts: [],
    ...definition,
  } as unknown as AnyDefinition // The engine checks inputs and outputs against the contracts; the types end here.
  return Object.freeze({ id: definition.id, version: definition.version, '~definition': Object.freeze(whole) })
}
