import type { Fact } from '../event/index.ts'
import type { Job } from '../job/index.ts'
import { type Caller, type Cause, callerOf, type Engine, findAll, type InstalledConsumer } from '../operation/index.ts'
import type { Session } from '../storage/index.ts'

/** Whom jobs are done as: the system, for the tenant that they belong to. */
export function worker(engine: Engine, { tenant, name }: Job): Caller {
  return callerOf(engine, engine.base, { type: 'system', user: 'system', roles: [], tenant, reason: name })
}

export const causeOf = ({ cause, depth }: Job): Cause => ({ fact: cause, depth, calls: 0 })

/** Who is to be told, where this process still has him. */
export function consumerOf({ consumers }: Engine, { name }: Job): InstalledConsumer | undefined {
  return [...consumers.values()].flat().find(({ operation }) => operation.name === name)
}

/** The fact of a job, as it is stored. */
export async function factOf({ system }: Engine, { tenant, input }: Job, session: Session): Promise<Fact | undefined> {
  const id = String(input)
  const row = (await findAll(session, system.outbox, tenant, [id], { bin: 'with' })).get(id)
  if (row === undefined) return undefined
  const { state: _, ...fact } = row
  return { ...fact, tenant } as unknown as Fact
}
