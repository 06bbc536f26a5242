import type { Methods } from '../operation/index.ts'
import type { HasEntities, NameIn } from '../schema/index.ts'
import type { PluginTypes } from './installed.ts'
import type { Movable } from './movable.ts'
import type { Ownable } from './ownable.ts'
import type { Reporting } from './reporting.ts'
import type { Readable, Resource } from './resource.ts'
import type { Personal } from './subject.ts'

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

/**
 * What an actor works with: the resources, and transactions.
 *
 * @example
 * const openDeals = (me: Scope<CoreTypes>) => me.deals.count({ where: { closedAt: null } })
 * await openDeals(crm.as({ user: 'u_1', roles: ['sales'] }))
 */
export type Scope<T extends PluginTypes> = Resources<T> & Operations<T> & ScopeTools<T>

/**
 * Transactions: several calls that happen together or not at all.
 *
 * @example
 * await me.transaction(async (tx) => {
 *   const company = await tx.companies.create({ name: 'Acme' })
 *   await tx.deals.create({ title: '年度合同', companyId: company.id })
 * })
 * const inside = (tools: ScopeTools<CoreTypes>, client: object) => tools.withTransaction(client).deals.count()
 */
export interface ScopeTools<T extends PluginTypes> {
  /**
   * All or nothing. `native` is the database handle, for the host's own writes in the same transaction. What the callback
   * throws rolls back, and is thrown on; facts are told after the commit.
   *
   * @throws CrmError `TRANSACTION_MISUSE`: the outer façade was used inside. `TRANSACTION_CLOSED`: `tx` was used after the end.
   */
  transaction<R>(run: (tx: Scope<T>, native: unknown) => Promise<R>): Promise<R>
  /**
   * Works inside a transaction that the host began: a pg client, a Kysely transaction, a better-sqlite3 database. Each call
   * runs in a savepoint, so that one that is refused leaves the host's transaction usable.
   *
   * @throws CrmError `TRANSACTION_REQUIRED`: no transaction is open on the handle.
   */
  withTransaction(handle: object): Scope<T>
}
