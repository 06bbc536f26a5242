import { createHash } from 'node:crypto'
import type { DeadLetter, JobError, Priority } from '@guanxi/core'
import { everywhere, type Job, type Lease } from '@guanxi/core/storage'
import type { JobInsert } from 'pg-boss'

/** In the order of pg-boss: the greater the sooner. */
const priorities: readonly Priority[] = ['low', 'normal', 'high']

/** Longer than anything waits, in seconds: pg-boss takes nothing away. */
export const forEver = 1_000_000_000
const mostRetries = 1_000_000

/** What pg-boss keeps of a job beside its own columns. */
export interface JobData {
  readonly job: Omit<Job, 'ifTaken' | 'dueAt'>
  /** The transaction that took it last. */
  readonly fence?: number
}

/** A row as the statements give it. */
export interface JobRow {
  readonly data: JobData
  readonly dueAt: string
  readonly attempt: number
}

/** pg-boss's ids are UUIDs: the same one for the same id of ours. */
export function uuidOf(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

export function insertOf({ ifTaken: _, dueAt, ...job }: Job): JobInsert<JobData> {
  const own = {
    id: uuidOf(job.id),
    data: { job },
    priority: priorities.indexOf(job.priority),
    startAfter: dueAt,
    group: { id: job.owner, tier: job.tenant === '' ? everywhere : job.tenant },
    retryLimit: Math.min(job.attempts - 1, mostRetries),
  }
  return job.lane === null ? own : { ...own, singletonKey: job.lane }
}

export const leaseOf = ({ data: { job, fence }, dueAt, attempt }: JobRow): Lease => ({
  job: { ...job, ifTaken: 'keep', dueAt },
  attempt,
  fence: Number(fence),
})

export interface LetterRow extends JobRow {
  readonly at: string
  /** When it died, as the database spells it. */
  readonly key: string
  readonly error: Partial<JobError> | null
}

export const letterOf = ({ data: { job }, attempt, at, error }: LetterRow): DeadLetter => ({
  id: job.id,
  kind: job.kind,
  name: job.name,
  entity: job.entity,
  recordId: job.recordId,
  attempt,
  at,
  error: { code: error?.code ?? 'HANDLER_FAILED', message: error?.message ?? 'pg-boss gave it up.' },
})
