import { renew } from '../renew.ts'
import type { Run } from '../run.ts'

/** What processes remember of these records is not so any more. */
export async function forget(run: Run): Promise<void> {
  if (run.changes.some(({ entity }) => entity.remembered)) await renew(run)
}
