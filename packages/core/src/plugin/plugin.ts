import type { Role } from '../access/index.ts'
import type { CodeDefinition } from '../error/index.ts'
import type { MeasureIR } from '../measure/index.ts'
import type { Migration } from '../migration/index.ts'
import type { Done, Draft, Resolve, ResolveInput, WriteAction } from '../operation/index.ts'
import type { Pipeline } from '../pipeline/index.ts'
import type { Rollup } from '../rollup/index.ts'
import type { Entity, Fields, NameIn, RowIn } from '../schema/index.ts'
import type { Consumer, ConsumersOfMany, Courier, CouriersOfMany } from './consumer.ts'
import type { Context } from './context.ts'
import type { EventsOf } from './events.ts'
import type { AnyDefinition, Plugin, PluginTypes } from './installed.ts'
import type { Schedule } from './schedule.ts'

/**
 * Hooks on one entity, inside the write's transaction. To throw a CrmError (`invalid(path, problem)`) is to veto. Where E names
 * the entity its fields are typed; hooks for several do without.
 *
 * @example
 * const hooks: EntityHooks<CoreTypes, 'deal'> = {
 *   actions: ['create'],
 *   beforeWrite(changes) {
 *     for (const { input, at } of changes) if (input.title === '') throw invalid(`${at}title`, 'expected a title')
 *   },
 * }
 */
export interface EntityHooks<T extends PluginTypes, E extends NameIn<T> = never> {
  /** What they are called for; unless told, everything. A hook that is not called costs nothing. */
  readonly actions?: readonly WriteAction[]
  /** What they call runs without the actor's own permissions: for what follows from his change wherever it reaches. */
  readonly elevate?: boolean
  readonly beforeWrite?: (changes: readonly Draft<RowIn<T, E>>[], context: Context<T>) => void | Promise<void>
  readonly afterWrite?: (changes: readonly Done<RowIn<T, E>>[], context: Context<T>) => void | Promise<void>
}

type Handler<T extends PluginTypes, X> = X extends {
  readonly '~op'?: { target: infer G; parsed: infer P; out: infer O } | undefined
}
  ? (
      context: Context<T>,
      input: G extends 'record' ? ResolveInput<T, P> & { readonly id: string } : ResolveInput<T, P>,
    ) => Promise<Resolve<T, O>>
  : never

/**
 * A handler for each contract of C, by resource and name; T is what the handlers work with: `CoreTypes & YourTypes`.
 *
 * @example
 * const operations = {
 *   tickets: { busy: query({ target: 'collection', summary: 'How many.', input: z.strictObject({}), output: z.int() }) },
 * }
 * const handlers: HandlersOf<CoreTypes, typeof operations> = { tickets: { busy: ({ crm }) => crm.tasks.count() } }
 */
export type HandlersOf<T extends PluginTypes, C> = {
  readonly [R in keyof C]: { readonly [K in keyof C[R]]: Handler<T, C[R][K]> }
}

/**
 * What a plugin does: contracts, and a handler for each.
 *
 * @example
 * interface Types extends PluginTypes {
 *   operations: {}
 *   events: {}
 * }
 * const nothing: OperationsOf<Types, CoreTypes & Types> = { operations: {}, handlers: {} }
 */
export interface OperationsOf<Own extends PluginTypes, All extends PluginTypes> {
  /** Contracts by resource and name. */
  readonly operations: Own['operations']
  readonly handlers: HandlersOf<All, Own['operations']>
}

/** What a plugin is made of. */
export type PluginDefinition<Own extends PluginTypes, All extends PluginTypes> = PluginParts<Own, All> &
  (keyof Own['operations'] extends never ? Partial<OperationsOf<Own, All>> : OperationsOf<Own, All>)

/**
 * What a plugin is made of, beside its operations.
 *
 * @example
 * const parts: PluginParts<PluginTypes, CoreTypes> = {
 *   id: 'workshop',
 *   version: '1.0.0',
 *   extend: { contact: { note: field.string().optional().pii() } },
 * }
 */
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
  /** By the name of the entity; several are called one after another. */
  readonly hooks?: { readonly [E in NameIn<All> & string]?: EntityHooks<All, E> | readonly EntityHooks<All, E>[] }
  readonly migrations?: readonly Migration[]
  readonly roles?: Readonly<Record<string, Role>>
  /** Codes of its own, with their words. */
  readonly errors?: Readonly<Record<string, CodeDefinition>>
  /** Types of facts that it emits. */
  readonly facts?: readonly (keyof Own['events'] & string)[]
  /** Who is told of facts, durably, by type; by `deal.*` of all about deals, by `*.erased` of the erasure of anybody. */
  readonly consumers?: { readonly [K in keyof EventsOf<All> & string]?: Consumer<All, K> } & ConsumersOfMany<All>
  /** Who is told of them and reaches outside of the database. */
  readonly couriers?: { readonly [K in keyof EventsOf<All> & string]?: Courier<All, K> } & CouriersOfMany<All>
  /** What is called at certain times, by a name of its own. */
  readonly schedules?: Readonly<Record<string, Schedule>>
  /** Figures that the writes keep, of any entity's records; each has a table, which its migrations make. */
  readonly rollups?: readonly Rollup[]
  /** Figures by their names, of any entity's records. */
  readonly measures?: readonly MeasureIR[]
}

/** Makes a plugin of its definition. `definePlugin` is this with the core's types given, and freezes what a stranger gave it. */
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
    consumers: {},
    couriers: {},
    schedules: {},
    rollups: [],
    measures: [],
    ...definition,
  } as unknown as AnyDefinition // The engine checks inputs and outputs against the contracts; the types end here.
  return Object.freeze({ id: definition.id, version: definition.version, '~definition': whole })
}
