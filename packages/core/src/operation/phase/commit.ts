import { previewOf } from '../preview.ts'
import { type Run, unitOf } from '../run.ts'
import { aborted } from './resolve.ts'

/** Sends what is pending and commits, in one round trip; a dry run rolls back and answers what it would have done. */
export async function commit(run: Run): Promise<void> {
  if (run.options.dryRun) run.result = await previewOf(run)
  if (!run.owner) return
  const { tx } = unitOf(run)
  aborted(run)
  if (run.options.dryRun) await tx.rollback()
  else await tx.commit(run.pending)
  run.pending = []
}
