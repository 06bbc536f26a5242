import { CrmError } from '../error/index.ts'
import type { Lease } from '../job/index.ts'
import type { Engine } from '../operation/index.ts'
import { inTime } from '../time/index.ts'

/** For how long somebody who is told of a fact may be silent, in milliseconds: as long as his lease lasts. */
const patience = 30_000

/** Tells somebody, and waits for him no longer than that. Whoever hangs is tried again later, as whoever fails is. */
export const answered = <T>(
  { clock }: Engine,
  { job }: Lease,
  tell: (alive: () => void) => T | Promise<T>,
): Promise<T> =>
  inTime(clock, patience, tell, () => new CrmError('TIMEOUT', { details: { job: job.name, seconds: patience / 1000 } }))
