import type { Lease } from '../job/index.ts'
import { type Outcome, perform } from './perform.ts'
import type { Workshop } from './workshop.ts'

/**
 * Does the jobs of one lane, in their order, until it is told to stop; after one that is to be tried again the others
 * wait. What is not begun is given back.
 */
export async function runLane(
  shop: Workshop,
  leases: readonly Lease[],
  isStopped: (done: number) => boolean,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  let begun = 0
  try {
    for (const lease of leases) {
      if (isStopped(begun)) break
      begun++
      const outcome = await perform(shop, lease)
      outcomes.push(outcome)
      if (outcome === 'again' || outcome === 'stale') break
    }
  } finally {
    await giveBack(shop, leases.slice(begun))
  }
  return outcomes
}

/** Where that fails, they wait until their leases are over. */
export async function giveBack({ engine }: Workshop, leases: readonly Lease[]): Promise<void> {
  if (leases.length === 0) return
  try {
    await engine.queue.release(leases)
  } catch (error) {
    engine.logger.error('a worker could not give jobs back', { error })
  }
}
