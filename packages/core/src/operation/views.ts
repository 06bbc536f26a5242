import type { Expectation } from '../query/index.ts'
import type { Schema } from '../schema/index.ts'
import type { Session, Transaction } from '../storage/index.ts'
import type { Registered } from './registry.ts'
import type { View } from './view.ts'

/** The views of the tenants: what this process knows of them, and what the database says. */
export interface Views {
  /** As far as this process knows. */
  of(tenant: string): View
  /** What a statement that goes by a view expects of the database, and what its transaction holds. */
  expectation(tenant: string, view: View, operation: Registered): Expectation
  /** As the database has it now, or as the transaction sees it; `known` itself where that is still it. */
  load(tenant: string, inside: Transaction | undefined, known: View): Promise<View>
  /** From now on this process knows it: for views that are committed. */
  keep(tenant: string, view: View): void
  /** The schema of a view with the fields, too, that the tenant has removed, and whose values are still there. */
  withRemoved(tenant: string, session: Session, view: View): Promise<Schema>
  /** The next version of a tenant's view, as his tables say; it must be sound. */
  change(tenant: string, tx: Transaction, known: View): Promise<View>
}
