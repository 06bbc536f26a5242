import type { Read } from './read.ts'

/** A read of an entity's records: resolve, authorize, a cached plan, one statement, mask. */
export interface ReadVerb {
  readonly type: 'read'
  readonly many?: never
  run(read: Read): Promise<unknown>
}
