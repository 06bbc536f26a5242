import type { Engine } from '../operation/index.ts'
import type { InstalledSchedule } from '../plugin/index.ts'
import { waiting } from './scheduled.ts'
import { type Times, timesOf } from './times.ts'

/** What the workers of an instance share. */
export interface Workshop {
  readonly engine: Engine
  /** The plugins whose jobs are done here. */
  readonly owners: readonly string[]
  readonly schedules: ReadonlyMap<string, InstalledSchedule & Times>
}

/** Makes the workshop, and lets each schedule wait for its next time. */
export async function workshopOf(
  engine: Engine,
  owners: readonly string[],
  installed: readonly InstalledSchedule[],
): Promise<Workshop> {
  await engine.ready()
  const schedules = new Map<string, InstalledSchedule & Times>()
  for (const schedule of installed)
    schedules.set(schedule.name, { ...schedule, ...(await timesOf(schedule, engine.zone)) })
  const now = engine.clock.now()
  const jobs = [...schedules.values()].flatMap((schedule) => {
    const at = schedule.after(now)
    return at === undefined ? [] : [waiting(schedule, at, 'keep')]
  })
  if (jobs.length > 0) {
    const tx = await engine.storage.begin()
    try {
      await tx.commit(await engine.queue.enqueue(tx, jobs))
    } catch (error) {
      await tx.rollback()
      throw error
    }
  }
  return { engine, owners, schedules }
}
