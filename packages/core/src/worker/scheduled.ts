import { everywhere, type Job, usualAttempts } from '../job/index.ts'
import type { InstalledSchedule } from '../plugin/index.ts'
import { formatInstant } from '../time/index.ts'

/** The job that waits for the next time of a schedule. */
export function waiting({ name, plugin }: InstalledSchedule, at: number, ifTaken: Job['ifTaken']): Job {
  return {
    id: JSON.stringify(['schedule', name]),
    ifTaken,
    tenant: everywhere,
    owner: plugin,
    kind: 'schedule',
    name,
    entity: null,
    recordId: null,
    input: null,
    priority: 'high',
    dueAt: formatInstant(at),
    lane: null,
    place: 0,
    attempts: Number.MAX_SAFE_INTEGER,
    cause: null,
    depth: 0,
  }
}

/** What is called for a tenant at one time: by its id there is one, however often it is asked for. */
export function callOf({ name, plugin, operation, input }: InstalledSchedule, tenant: string, at: string): Job {
  return {
    id: JSON.stringify(['schedule', name, tenant, at]),
    ifTaken: 'keep',
    tenant,
    owner: plugin,
    kind: 'call',
    name: operation.name,
    entity: operation.entity?.name ?? null,
    recordId: null,
    input: input ?? {},
    priority: 'normal',
    dueAt: at,
    lane: null,
    place: 0,
    attempts: usualAttempts,
    cause: null,
    depth: 0,
  }
}
