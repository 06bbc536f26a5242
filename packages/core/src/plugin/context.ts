import type { Circumstances, LaterMethods, LaterOptions } from '../operation/index.ts'
import type { NameIn } from '../schema/index.ts'
import type { PluginTypes } from './installed.ts'
import type { Scope } from './scope.ts'
import type { Table } from './table.ts'

/**
 * What handlers and hooks are given: the engine inside their transaction, as the same actor.
 *
 * @example
 * const openDeals = ({ crm, actor }: Context<CoreTypes>) => crm.deals.count({ where: { ownerId: actor.user, closedAt: null } })
 */
export interface Context<T extends PluginTypes> extends Circumstances {
  /** Runs its calls one after another. */
  readonly crm: Scope<T>
  /** The same within the limits of the actor's own roles: in an elevated operation, for what is his to do. */
  readonly asActor: Scope<T>
  /**
   * A table of the plugin's own, or one that it has extended, whose own fields it may `set`: `table('ticket')`.
   *
   * @throws CrmError `PLUGIN_INVALID`: it is somebody else's
   */
  table<const E extends NameIn<T>>(entity: E): Table<T, E>
  /** Calls that are made later, as the system, when this transaction has committed: `later({ at, key }).tickets.escalate(id, {})`. */
  later(options?: LaterOptions): Later<T>
  /** Tells a fact of the plugin's own; it is stored with the transaction. */
  emit<K extends keyof T['events'] & string>(
    type: K,
    data: T['events'][K],
    about: { entity: string; recordId: string },
  ): void
}

/**
 * The operations of plugins and core, each to be called later.
 *
 * @example
 * const remind = async ({ later, now, add }: Context<CoreTypes>, id: string) => {
 *   await later({ at: add(now, 'P3D'), key: id }).tasks.complete(id, {})
 * }
 */
export type Later<T extends PluginTypes> = {
  readonly [R in keyof T['operations']]: LaterMethods<T, T['operations'][R]>
}
