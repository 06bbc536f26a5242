import type { Fact } from '../event/index.ts'
import type { Circumstances } from '../operation/index.ts'
import type { Context } from './context.ts'
import type { EventsOf } from './events.ts'
import type { PluginTypes } from './installed.ts'
import type { Scope } from './scope.ts'

/**
 * What the code of a consumer is given that reaches outside of the database: a façade whose calls are transactions of their
 * own. It may be run again after a part of it was done, so the outside is told the same `key` each time.
 *
 * @example
 * const told = async ({ crm, key }: OutsideContext<CoreTypes>) => crm.activities.log({ kind: 'email', subject: 'Sent' }, { idempotencyKey: key })
 */
export interface OutsideContext<T extends PluginTypes> extends Pick<Circumstances, 'now'> {
  readonly crm: Scope<T>
  /** The same at every try of this fact by this consumer, and at no other. */
  readonly key: string
  /** Work that takes longer than half a minute says so now and then, or another worker begins it anew. */
  extend(): Promise<void>
}

/**
 * Who is told of a fact after its commit, at least once, in the order of what happened to the record: a function that runs in one
 * transaction with what it writes, so that its effect is there once; or, with `outside`, one that talks to somebody else.
 *
 * @example
 * const welcome: Consumer<CoreTypes, 'contact.created'> = async ({ recordId }, { crm }) => {
 *   await crm.tasks.create({ title: 'Welcome', contactId: recordId })
 * }
 */
export type Consumer<T extends PluginTypes, K extends keyof EventsOf<T>> =
  | ((fact: Fact<EventsOf<T>[K]>, context: Context<T>) => void | Promise<void>)
  | {
      readonly outside?: false
      /** How often it is tried before it is a dead letter; 10 unless told. */
      readonly attempts?: number
      readonly run: (fact: Fact<EventsOf<T>[K]>, context: Context<T>) => void | Promise<void>
    }
  | {
      readonly outside: true
      readonly attempts?: number
      readonly run: (fact: Fact<EventsOf<T>[K]>, context: OutsideContext<T>) => void | Promise<void>
    }
