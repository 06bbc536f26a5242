import { previewOf } from '../preview.ts'
import { type Run, signalOf, unitOf } from '../run.ts'
import { aborted } from './resolve.ts'

/** Sends what is pending and commits, in one round trip. A dry run answers what it would have done, and is undone. */
export async function commit(run: Run): Promise<void> {
  aborted(signalOf(run))
  if (run.options.dryRun) run.result = await previewOf(run)
  if (!run.owner) return
  await unitOf(run).tx.commit(run.pending)
  run.pending = []
}
