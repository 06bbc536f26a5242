import type { QueueKit } from './kit.ts'

/** A promise of a queue, and what shows whether it keeps it. */
export interface QueueCase {
  readonly name: string
  run(kit: QueueKit): Promise<void>
}
