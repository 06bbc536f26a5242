import type { WholeCheck } from './check.ts'

/** What the database lacks, and what of its indexes is out of step. */
export const storage: WholeCheck = ({ engine }) => engine.storage.inspection.findings()
