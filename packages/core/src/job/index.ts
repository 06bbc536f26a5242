export { backoff, usualAttempts } from './backoff.ts'
export { type DeadLetter, everywhere, type Job, type JobError, type JobKind, type Lease, type Priority } from './job.ts'
export type { DeadLetters, JobQueue, Paged, QueueEnvironment, Wanted } from './queue.ts'
export { tableQueue } from './table/table-queue.ts'
