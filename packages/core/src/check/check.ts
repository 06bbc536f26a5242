import type { OwnedMigrations } from '../migration/index.ts'
import type { Engine, View } from '../operation/index.ts'
import type { Finding, Session } from '../storage/index.ts'

/** What is looked at, tenant by tenant. */
export interface Looking {
  readonly engine: Engine
  readonly tenant: string
  /** What exists for the tenant. */
  readonly view: View
  readonly session: Session
}

/** Looks for one kind of thing in the records of a tenant. */
export type TenantCheck = (looking: Looking) => Promise<readonly Finding[]>

/** What is looked at once for the whole database. */
export interface Whole {
  readonly engine: Engine
  readonly migrations: readonly OwnedMigrations[]
  /** The ids of what is installed. */
  readonly owners: ReadonlySet<string>
}

/** Looks for one kind of thing in the database. */
export type WholeCheck = (whole: Whole) => Promise<readonly Finding[]>
