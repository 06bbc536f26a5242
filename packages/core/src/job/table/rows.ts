import type { Row } from '../../schema/index.ts'
import type { Job, JobKind, Lease, Priority } from '../job.ts'
import type { Taken } from '../leases.ts'

/** In the order that they are taken in. */
export const priorities: readonly Priority[] = ['high', 'normal', 'low']

/** A job as a row that waits. */
export const rowOf = ({ tenant, priority, ifTaken: _, ...job }: Job, queuedAt: string): Row => ({
  ...job,
  of: tenant,
  rank: priorities.indexOf(priority),
  ...fresh,
  fence: 0,
  queuedAt,
})

/** What a row says of tries when there was none. */
export const fresh: Row = { state: 'ready', attempt: 0, leasedUntil: null, error: null }

/** A row that was claimed just now, after so many more tries. */
export function leaseOf(row: Row, tries: number): Lease {
  return { job: jobOf(row), attempt: Number(row.attempt) + tries, fence: Number(row.fence) + 1 }
}

const jobOf = (row: Row): Job => ({
  id: String(row.id),
  ifTaken: 'keep',
  tenant: String(row.of),
  owner: String(row.owner),
  kind: row.kind as JobKind,
  name: String(row.name),
  entity: textOf(row.entity),
  recordId: textOf(row.recordId),
  input: row.input,
  priority: priorities[Number(row.rank)] ?? 'normal',
  dueAt: String(row.dueAt),
  lane: textOf(row.lane),
  place: Number(row.place),
  attempts: Number(row.attempts),
  cause: textOf(row.cause),
  depth: Number(row.depth),
})

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** A row that somebody has. */
export interface TakenRow extends Taken {
  readonly row: Row
}

export const takenRow = (row: Row): TakenRow => ({
  row,
  id: String(row.id),
  stamp: `${row.fence}/${row.leasedUntil}`,
  until: Date.parse(String(row.leasedUntil)),
})
