import type { TickReport } from '../plugin/index.ts'
import { giveBack, runLane } from './run.ts'
import { bringUpToDate } from './up-to-date.ts'
import type { Workshop } from './workshop.ts'

/** Does everything that is due, what follows from it too, and answers how much that was. */
export async function tick(shop: Workshop, most: number): Promise<TickReport> {
  const { queue } = shop.engine
  const report = { done: 0, again: 0, dead: 0, stale: 0 }
  for (let left = most; left > 0; ) {
    const lanes = [...(await queue.claim({ owners: shop.owners, limit: Math.min(left, 20) }))]
    if (lanes.length === 0) break
    try {
      for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift()) {
        const room = left
        const outcomes = await runLane(shop, lane, (begun) => begun >= room)
        for (const outcome of outcomes) report[outcome]++
        left -= outcomes.length
      }
    } finally {
      await giveBack(shop, lanes.flat())
    }
  }
  if (shop.engine.rollups.all.length > 0) await bringUpToDate(shop.engine)
  return { ...report, next: await queue.next({ owners: shop.owners, limit: 1 }) }
}
