import { holdView } from '../current.ts'
import type { Run } from '../run.ts'

/** Opens the transaction, unless the run is part of one. What the caller goes by must hold in it. */
export async function begin(run: Run): Promise<void> {
  const { engine, caller, operation } = run
  const { signal } = run.options
  run.unit ??= { tx: await engine.storage.begin(signal && { signal }), facts: [] }
  holdView(engine, run.unit, caller, operation)
}
