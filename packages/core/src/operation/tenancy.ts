import type { Actor } from '../access/index.ts'
import type { Condition } from '../query/index.ts'
import type { EntityIR } from '../schema/index.ts'
import type { Amendment } from './amendment.ts'
import type { View } from './view.ts'

/** For tables of what a tenant defines at run time: what exists for him, and the records that it concerns, all of them. */
export interface Tenancy {
  /** What the code defines. */
  readonly base: View
  /** What exists for the tenant, before and after `changed`. */
  readonly view: View
  readonly actor: Actor
  /** Whether the actor reads these fields of every record of an entity, by the view that the call began with. */
  readsAll(entity: EntityIR, fields: readonly string[]): boolean
  /** Says that what the tenant's view is made of was written; answers the view as it is now. It must be sound. */
  changed(): Promise<View>
  /** How many records match, in the bin or out of it, whoever may see them. */
  count(entity: EntityIR, where: Condition): Promise<number>
  /** A write like any other, with hooks, versions, audit and facts, of all these records. Answers how many changed. */
  amend(amendment: Amendment): Promise<number>
}
