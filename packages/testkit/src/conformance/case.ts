import type { Kit } from './kit.ts'

/** A law or promise, and what shows whether a storage keeps it. */
export interface ConformanceCase {
  readonly name: string
  run(kit: Kit): Promise<void>
}
