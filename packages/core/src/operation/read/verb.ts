import type { Read } from './read.ts'

/** A read of an entity's records: resolve, authorize, a cached plan, one statement, mask. */
export type ReadVerb = (read: Read) => Promise<unknown>
