import { callerOf } from '../caller.ts'

/** A role that gives nothing. */
export const idle = 'reflected_idle'
/** A role that reads everything, as an agent's that is to change nothing. */
export const agent = 'reflected_agent'
/** Somebody with whom records were shared once. */
export const guest = 'u_guest'

/** Makes the roles of a tenant (these operations are for everybody), and somebody who has left it: `u_left`. */
export async function people(admin: object, operations: readonly string[]): Promise<void> {
  const [policies, members] = [callerOf(admin, 'policies'), callerOf(admin, 'members')]
  await policies('set', { role: idle, grants: {}, operations })
  await policies('set', { role: agent, grants: { '*': { scope: 'all', can: ['read'] } } })
  for (const userId of ['u_left', 'u_heir']) await members('create', { userId, name: userId })
  await members('handover', { from: 'u_left', to: 'u_heir' })
}
