import type { Clock, Crm, PluginTypes, StorageAdapter } from '@guanxi/core'
import type { Fixtures } from '../reflection/index.ts'
import type { FaultDatabase } from './database.ts'
import type { RawTables } from './tables.ts'

/** What the instances under test are made with. */
export interface LabInstance {
  readonly storage: StorageAdapter
  readonly clock: Clock
  readonly ids: (now: number) => string
}

/** What is tried, and on what. */
export interface LabOptions<T extends PluginTypes> {
  readonly database: FaultDatabase
  /** Makes an instance with `tenancy: 'multi'`, its migrations applied. */
  readonly crm: (instance: LabInstance) => Crm<T>
  readonly fixtures: Fixtures<T>
  /** What must hold of the rows, whatever happened: a sentence for each thing wrong. */
  readonly invariants: (tables: RawTables) => readonly string[]
}
