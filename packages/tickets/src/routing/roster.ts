import { type AgentState, everyChannel, type statuses } from './agent.ts'
import type { Inside } from './inside.ts'
import { counted, over } from './seats.ts'

/** What is said about an agent. */
export interface Setting {
  readonly user: string
  readonly channel?: string | undefined
  readonly status: (typeof statuses)[number]
  readonly capacity?: number | undefined
}

/** How many open tickets somebody takes, unless told. */
const usualCapacity = 10

async function stateIn({ table }: Inside, userId: string, channel: string): Promise<AgentState | undefined> {
  const [state] = await table('agentState').all({ userId, channel })
  return state
}

/** The state of an agent for every channel; who has none takes nothing until somebody says so. */
export const baseOf = async (context: Inside, user: string): Promise<AgentState> =>
  (await stateIn(context, user, everyChannel)) ?? (await setState(context, { user, status: 'offline', capacity: 0 }))

/** Writes the state of an agent in a channel, under the lock. */
export async function setState(context: Inside, setting: Setting): Promise<AgentState> {
  const { table } = context
  const { user, channel = everyChannel, status, capacity } = setting
  const known = await stateIn(context, user, channel)
  const now = { status, capacity: capacity ?? known?.capacity ?? usualCapacity }
  if (known !== undefined) await table('agentState').update({ id: known.id }, { ...now, ...counted(now, known.used) })
  else {
    const baseId = channel === everyChannel ? null : (await baseOf(context, user)).id
    await table('agentState').insert([{ userId: user, channel, baseId, ...now, ...counted(now, 0), turn: null }])
    // A channel of its own takes its tickets from those of all the others.
    await recount(context, user)
  }
  const state = await stateIn(context, user, channel)
  if (state === undefined) throw new TypeError('a state that was written is not there')
  if (state.channel !== everyChannel || state.baseId !== null) return state
  await table('agentState').update({ id: state.id }, { baseId: state.id })
  return { ...state, baseId: state.id }
}

/** Counts what an agent has, in each of his channels. */
export async function recount({ table }: Inside, user: string): Promise<void> {
  const states = await table('agentState').all({ userId: user })
  const own = states.flatMap(({ channel }) => (channel === everyChannel ? [] : [channel]))
  for (const state of states) {
    const { id, channel, used } = state
    const where = {
      ownerId: user,
      stage: { notIn: over },
      channel: channel === everyChannel ? { notIn: own } : channel,
    }
    const has = await table('ticket').count(where)
    if (has !== used) await table('agentState').update({ id }, counted(state, has))
  }
}

/** What an agent knows, and how well. */
export async function skillsOf({ table }: Inside, userId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await table('agentSkill').all({ agent: { is: { userId } } })
  return new Map(rows.map(({ skill, level }) => [skill, level]))
}

/** Writes what an agent knows. */
export async function setSkills(
  context: Inside,
  user: string,
  skills: Readonly<Record<string, number>>,
): Promise<void> {
  const { table } = context
  const { id: agentId } = await baseOf(context, user)
  const before = await table('agentSkill').all({ agentId })
  if (before.length > 0) await table('agentSkill').delete(before.map(({ id }) => ({ id })))
  const rows = Object.entries(skills).map(([skill, level]) => ({ agentId, skill, level }))
  if (rows.length > 0) await table('agentSkill').insert(rows)
}

/** The states of all agents, or of one. */
export async function report({ table }: Inside, user: string | undefined) {
  const states = await table('agentState').all(user === undefined ? {} : { userId: user })
  const skills = new Map<string, [string, number][]>()
  const where = user === undefined ? {} : { agent: { is: { userId: user } } }
  for (const { agentId, skill, level } of await table('agentSkill').all(where))
    skills.set(agentId, [...(skills.get(agentId) ?? []), [skill, level]])
  return states.map(({ userId, channel, baseId, status, capacity, used }) => ({
    ...{ user: userId, channel, status, capacity, used },
    skills: Object.fromEntries(skills.get(baseId ?? '') ?? []),
  }))
}
