import type { Run } from '../run.ts'
import type { Change } from './change.ts'

/** What one kind of write does in the phases where they differ; everything else is the same for all of them. */
export interface WriteVerb {
  /** The input as rows to be written, checked. */
  parse(run: Run): void
  /** Finds the records as they are, locked, and drafts the changes. */
  load(run: Run): Promise<void> | void
  /** What the records become; defaults and the pipeline's guards are in force here. */
  apply?(run: Run, change: Change): void
  /** What the caller gets. */
  result(run: Run): Promise<unknown> | unknown
  /** Whether a refusal means that somebody was faster, and the same call would now find his record. */
  again?(run: Run, error: unknown): boolean
  /** It converts amounts into the report currency anew. */
  readonly reports?: boolean
  /** A batch that may be cut into chunks, each its own transaction. */
  readonly many?: boolean
}
