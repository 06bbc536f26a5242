import type { Run } from '../run.ts'

/** Opens the transaction, unless the run is part of one. */
export async function begin(run: Run): Promise<void> {
  if (run.unit !== undefined) return
  const { signal } = run.options
  run.unit = { tx: await run.engine.storage.begin(signal && { signal }), facts: [] }
}
