import { everywhere, type Job } from '../job/index.ts'
import type { Engine, Unit } from '../operation/index.ts'
import { epochOf } from '../time/index.ts'
import { callOf, waiting } from './scheduled.ts'
import type { Workshop } from './workshop.ts'

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
