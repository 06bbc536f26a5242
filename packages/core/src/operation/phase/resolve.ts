import { CrmError } from '../../error/index.ts'
import type { Signal } from '../../storage/index.ts'
import { type Run, signalOf } from '../run.ts'

/** How deep hooks and handlers may call each other. */
const deepest = 20

/** The instance is open and migrated, the call is still wanted. */
export function resolve(run: Run): Promise<void> | undefined {
  aborted(signalOf(run))
  if (run.cause.calls > deepest) throw new CrmError('LOOP_CUT', { details: { operation: run.operation.name } })
  return run.engine.ready(run.unit?.tx)
}

/** Throws `ABORTED` when the caller's signal says so. */
export function aborted(signal: Signal | undefined): void {
  if (signal?.aborted) throw new CrmError('ABORTED', { cause: signal.reason })
}
