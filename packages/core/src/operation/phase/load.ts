import { writeVerb } from '../record/verbs.ts'
import type { Run } from '../run.ts'

/** The records as they are, locked, and the changes drafted. */
export function load(run: Run): Promise<void> | void {
  return writeVerb(run.operation)?.load(run)
}
