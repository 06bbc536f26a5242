import { holdView } from '../current.ts'
import type { Run } from '../run.ts'
import { unitIn } from '../unit.ts'

/** Opens the transaction, unless the run is part of one. What the caller goes by must hold in it. */
export async function begin(run: Run): Promise<void> {
  const { engine, caller, operation } = run
  const { signal } = run.options
  if (run.unit === undefined) {
    run.unit = unitIn(await engine.storage.begin(signal && { signal }))
    await run.cause.hold?.(run.unit.tx)
  }
  holdView(engine, run.unit, caller, operation)
}
