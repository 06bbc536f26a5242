import type { Lease } from '../job/index.ts'
import { type Outcome, perform } from './perform.ts'
import type { Workshop } from './workshop.ts'

/** Does the jobs of one lane, in their order; after one that is to be tried again the others wait. */
export async function runLane(shop: Workshop, leases: readonly Lease[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (const lease of leases) {
    const outcome = await perform(shop, lease)
    outcomes.push(outcome)
    if (outcome === 'done' || outcome === 'dead') continue
    await shop.engine.queue.release(leases.slice(outcomes.length))
    break
  }
  return outcomes
}
