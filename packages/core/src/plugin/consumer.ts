import type { Fact } from '../event/index.ts'
import type { Circumstances } from '../operation/index.ts'
import type { Context } from './context.ts'
import type { EventsOf } from './events.ts'
import type { PluginTypes } from './installed.ts'
import type { Scope } from './scope.ts'

/**
 * What a courier is given: a façade whose calls are transactions of their own.
 *
 * @example
 * const told = async ({ crm, key }: CourierContext<CoreTypes>) => crm.activities.log({ kind: 'email', subject: 'Sent' }, { idempotencyKey: key })
 */
export interface CourierContext<T extends PluginTypes> extends Pick<Circumstances, 'now'> {
  readonly crm: Scope<T>
  /** The same at every try of this fact by this courier, and at no other. */
  readonly key: string
  /** Work that takes longer than half a minute says so now and then; else it counts as failed (`TIMEOUT`), and is begun anew. */
  extend(): Promise<void>
}

/** What is done with a fact, and how often it is tried. */
type Told<F, C> =
  | ((fact: F, context: C) => void | Promise<void>)
  | {
      /** How often it is tried before it is a dead letter; 10 unless told. */
      readonly attempts?: number
      readonly run: (fact: F, context: C) => void | Promise<void>
    }

/**
 * Who is told of a fact after its commit, at least once, in the order of what happened to the record. It runs in one
 * transaction with the end of its job: what it writes is there once. Who has not ended after half a minute has failed:
 * what he wrote is undone (`TIMEOUT`), and he is told again later.
 *
 * @example
 * const welcome: Consumer<CoreTypes, 'contact.created'> = async ({ recordId }, { crm }) => {
 *   await crm.tasks.create({ title: 'Welcome', contactId: recordId })
 * }
 */
export type Consumer<T extends PluginTypes, K extends keyof EventsOf<T>> = Told<Fact<EventsOf<T>[K]>, Context<T>>

/**
 * A consumer that tells somebody outside of the database: it holds no transaction open, and may be run again after a part
 * of it was done. The outside is told the same `key` each time.
 *
 * @example
 * const letter: Courier<CoreTypes, 'contact.created'> = async ({ data }, { key }) => {
 *   await fetch('https://mail.example/send', { method: 'POST', headers: { 'idempotency-key': key }, body: data.email })
 * }
 */
export type Courier<T extends PluginTypes, K extends keyof EventsOf<T>> = Told<Fact<EventsOf<T>[K]>, CourierContext<T>>

/** Who is told of many types: `deal.*` is whatever is told of deals, `*.erased` the erasure of anybody. */
export interface ConsumersOfMany<T extends PluginTypes> {
  readonly [types: `${string}.*` | `*.${string}`]: Told<Fact, Context<T>>
}

/** The same, for who reaches outside of the database. */
export interface CouriersOfMany<T extends PluginTypes> {
  readonly [types: `${string}.*` | `*.${string}`]: Told<Fact, CourierContext<T>>
}
