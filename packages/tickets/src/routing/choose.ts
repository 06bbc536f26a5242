import { type AgentState, everyChannel } from './agent.ts'
import type { Condition, Inside } from './inside.ts'
import type { Queue } from './queue.ts'
import { skillsOf } from './roster.ts'
import { inLine, lineOrder, type TicketWait } from './wait.ts'

/** What decides who can take a ticket. */
export type Wanted = Pick<TicketWait, 'channel' | 'teamId' | 'skilled' | 'returnedBy'>

/** Among those who are left, who had his last the longest time ago. */
const inTurn = [{ turn: 'asc' }] as const

const orders = {
  round_robin: inTurn,
  least_loaded: [{ used: 'asc' }, ...inTurn],
  highest_spare: [{ over: 'asc' }, ...inTurn],
  highest_spare_percent: [{ load: 'asc' }, ...inTurn],
} as const

/** Who takes it, of those who can. */
export async function agentFor({ table }: Inside, queue: Queue, wanted: Wanted): Promise<AgentState | undefined> {
  const { channel, skilled, returnedBy } = wanted
  const where = {
    takes: true,
    and: [
      { or: [{ channel }, { channel: everyChannel, channels: { none: { channel } } }] },
      memberOf(queue, wanted.teamId),
      ...(returnedBy === null ? [] : [{ userId: { ne: returnedBy } }]),
      ...(skilled ? Object.entries(queue.skills) : []).map(([skill, level]) => ({
        base: { is: { skills: { some: { skill, level: { gte: level } } } } },
      })),
    ],
  }
  const [first] = await table('agentState').list({ where, orderBy: orders[queue.method], limit: 1 })
  return first
}

/** Of one of the teams; where it is nobody's in particular, anybody who has not left. */
function memberOf({ teamIds }: Queue, teamId: string | null): Condition<'agentState'> {
  const teams = teamIds.length > 0 ? teamIds : teamId === null ? [] : [teamId]
  if (teams.length > 0) return { member: { is: { teamId: { in: teams }, leftAt: null } } }
  return { or: [{ member: { is: null } }, { member: { is: { leftAt: null } } }] }
}

/** What an agent can take of what waits: the first in line. */
export interface Taker {
  next(): Promise<TicketWait | undefined>
}

export async function takerOf(context: Inside, userId: string, queues: readonly Queue[]): Promise<Taker> {
  const { crm, table } = context
  const { items } = await crm.members.list({ where: { userId }, limit: 1 })
  const [member] = items
  const asked = queues.some(({ skills }) => Object.keys(skills).length > 0)
  const known = asked ? await skillsOf(context, userId) : new Map<string, number>()
  const here = member === undefined || member.leftAt === null
  const teamId = here ? (member?.teamId ?? null) : null
  const lanes = queues.flatMap(({ id: queueId, teamIds, skills }): Condition<'ticketWait'>[] => {
    if (!here || (teamIds.length > 0 && !teamIds.some((one) => one === teamId))) return []
    const needed = Object.entries(skills)
    const able = needed.every(([skill, level]) => (known.get(skill) ?? 0) >= level)
    return [{ queueId, skilled: false }, ...(able && needed.length > 0 ? [{ queueId, skilled: true }] : [])]
  })
  return {
    async next() {
      if (lanes.length === 0) return undefined
      const channels = channelsOf(await table('agentState').all({ userId }))
      if (channels === undefined) return undefined
      const whose = { or: [{ teamId: null }, ...(teamId === null ? [] : [{ teamId }])] }
      const his: Condition<'ticketWait'> = { state: 'waiting', and: [whose, { returnedBy: { ne: userId } }, channels] }
      // The first of each lane stands first in its index: of all lanes together many would have to be sorted.
      const heads: TicketWait[] = []
      for (const lane of lanes)
        heads.push(...(await table('ticketWait').list({ where: { ...lane, ...his }, orderBy: lineOrder, limit: 1 })))
      return heads.sort(inLine)[0]
    },
  }
}

/** The channels in which an agent has room for more; undefined: in none. */
function channelsOf(states: readonly AgentState[]): Condition<'ticketWait'> | undefined {
  const own = states.filter(({ channel }) => channel !== everyChannel)
  const base = states.find(({ channel }) => channel === everyChannel)
  const some = own.filter(({ takes }) => takes).map(({ channel }) => channel)
  const ways: Condition<'ticketWait'>[] = some.length > 0 ? [{ channel: { in: some } }] : []
  if (base?.takes === true) ways.push({ channel: { notIn: own.map(({ channel }) => channel) } })
  return ways.length === 0 ? undefined : { or: ways }
}
