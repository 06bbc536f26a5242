import { CrmError } from '../../error/index.ts'
import type { Run } from '../run.ts'

/** The instance is open and migrated, the call is still wanted. */
export function resolve(run: Run): Promise<void> | undefined {
  aborted(run)
  return run.engine.ready()
}

/** Throws `ABORTED` when the caller's signal says so. */
export function aborted(run: Run): void {
  const signal = run.options.signal
  if (signal?.aborted) throw new CrmError('ABORTED', { cause: signal.reason })
}
