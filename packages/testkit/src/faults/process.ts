import type { Description, PluginTypes } from '@guanxi/core'
import { testClock } from '../clock.ts'
import { testIds } from '../ids.ts'
import { callFixture, type FixtureCall } from '../reflection/index.ts'
import type { Copy } from './database.ts'
import type { LabOptions } from './lab-options.ts'
import { FaultPlan } from './plan.ts'

/** When fixtures make what their call needs; the call comes an hour later. */
export const start = '2026-03-16T01:00:00Z'

/** What is called; the description is asked once, for it is long. */
export interface LabCall {
  readonly description: Description
  readonly operation: string
  readonly fixture: FixtureCall
}

/** A process with an instance, about to make a call. */
export interface Process {
  readonly plan: FaultPlan
  readonly ids: (now: number) => string
  call(): Promise<unknown>
}

/** A process that starts on what is there. */
export async function startProcess<T extends PluginTypes>(
  { database, crm: make }: LabOptions<T>,
  copy: Copy,
  { description, operation, fixture }: LabCall,
  ids = testIds(),
): Promise<Process> {
  const clock = testClock(start)
  // A hook has five seconds.
  const plan = new FaultPlan(database.native, () => clock.advance('PT4S'))
  const storage = await copy.open(plan.through)
  await clock.advance('PT1H')
  const crm = make({ storage, clock, ids })
  const scope = crm.as({ tenant: copy.tenant, user: 'u_admin', roles: ['admin'] })
  const call = { ...fixture, options: { ...(fixture.options as object | undefined), idempotencyKey: 'key' } }
  // What the first call of every process asks is not part of the operation.
  await callFixture(description, scope, 'companies.count', { input: {} })
  plan.arm()
  return { plan, ids, call: () => callFixture(description, scope, operation, call) }
}
