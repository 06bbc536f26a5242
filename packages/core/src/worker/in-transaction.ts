import type { Lease } from '../job/index.ts'
import { type Engine, told, type Unit, unitIn } from '../operation/index.ts'

/** What is done, and that it is done, in one transaction: either both are there or neither. */
export async function inTransaction(engine: Engine, lease: Lease, run: (unit: Unit) => Promise<void>): Promise<void> {
  const { storage, queue, views } = engine
  const unit = unitIn(await storage.begin())
  try {
    await queue.hold(unit.tx, lease)
    await unit.tx.run(() => run(unit))
    await unit.tx.commit(await queue.done(unit.tx, lease))
  } catch (error) {
    await unit.tx.rollback()
    throw error
  }
  if (unit.view !== undefined) views.keep(lease.job.tenant, unit.view)
  told(engine, unit)
}
