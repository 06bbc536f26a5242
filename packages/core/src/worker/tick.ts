import type { TickReport } from '../plugin/index.ts'
import { runLane } from './run.ts'
import type { Workshop } from './workshop.ts'

/** Does everything that is due, what follows from it too, and answers how much that was. */
export async function tick(shop: Workshop, most: number): Promise<TickReport> {
  const { queue } = shop.engine
  const report = { done: 0, again: 0, dead: 0, stale: 0 }
  for (let left = most; left > 0; ) {
    const claimed = await queue.claim({ owners: shop.owners, limit: Math.min(left, 20) })
    if (claimed.length === 0) break
    for (const lane of claimed) {
      for (const outcome of await runLane(shop, lane)) report[outcome]++
      left -= lane.length
    }
  }
  return { ...report, next: await queue.next({ owners: shop.owners, limit: 1 }) }
}
