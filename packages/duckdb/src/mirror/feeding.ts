import type { EntityIR, StorageAdapter } from '@guanxi/core/storage'
import type { Database } from '../database.ts'
import type { Copied } from './copied.ts'
import type { Progress } from './progress.ts'

/** What a feed works with. */
export interface Feeding {
  readonly main: StorageAdapter
  readonly database: Database
  readonly progress: Progress
  /** So many rows a page of the first copy has. */
  readonly page: number
  readonly copied: ReadonlyMap<string, Copied>
  /** Where facts lie; a schema without one has none. */
  readonly outbox: EntityIR | undefined
}
