export type { PgBossQueueOptions } from './options.ts'
export { pgBossQueue } from './queue.ts'
