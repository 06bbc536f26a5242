import { invalid } from '../error/index.ts'
import { everywhere, type Job, usualAttempts } from '../job/index.ts'
import type { Engine, Unit } from '../operation/index.ts'
import type { InstalledSchedule } from '../plugin/index.ts'
import { epochOf, formatInstant } from '../time/index.ts'
import type { Workshop } from './workshop.ts'

/** Times of a schedule. */
export interface Times {
  /** The first one after an instant, in epoch milliseconds. */
  after(ms: number): number | undefined
}

/** @throws CrmError `INVALID`: no cron pattern */
export async function timesOf({ cron, zone, name }: InstalledSchedule, usual: string): Promise<Times> {
  // Only those who have schedules load it.
  const { Cron } = await import('croner')
  try {
    const times = new Cron(cron, { timezone: zone ?? usual })
    return { after: (ms) => times.nextRun(new Date(ms))?.getTime() }
  } catch (cause) {
    throw invalid(`schedules ${name}`, cause instanceof Error ? cause.message : 'expected a cron pattern')
  }
}

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

/** How late a schedule may be before its time counts as missed, in milliseconds. */
const grace = 60_000

/** Whom a schedule is for. */
export async function tenantsOf({ tenant, storage }: Engine): Promise<readonly string[]> {
  if (tenant !== undefined) return [tenant]
  return (await storage.inspection.tenants()).filter((name) => name !== everywhere)
}

/** Enqueues what a schedule calls, for each tenant once, and lets it wait for its next time. */
export async function fire(
  { engine, schedules }: Workshop,
  job: Job,
  tenants: readonly string[],
  unit: Unit,
): Promise<void> {
  const schedule = schedules.get(job.name)
  if (schedule === undefined) return
  const now = engine.clock.now()
  const skipped = schedule.missed === 'skip' && now - epochOf(job.dueAt) > grace
  const calls = skipped ? [] : tenants.map((tenant) => callOf(schedule, tenant, job.dueAt))
  const next = schedule.after(Math.max(now, epochOf(job.dueAt)))
  const jobs = next === undefined ? calls : [...calls, waiting(schedule, next, 'replace')]
  await unit.tx.write(await engine.queue.enqueue(unit.tx, jobs))
  unit.jobs.push(...jobs)
}

/** What is called for a tenant at one time: by its id there is one, however often it is asked for. */
function callOf({ name, plugin, operation, input }: InstalledSchedule, tenant: string, at: string): Job {
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
