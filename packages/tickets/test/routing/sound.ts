import type { CoreTypes, Scope } from '@guanxi/core'
import type { TicketsTypes } from '../../src/index.ts'

type Me = Scope<CoreTypes & TicketsTypes>

/** What is wrong with the floor, in a sentence each, found naively: every ticket, every agent, every queue. */
export async function wrongs(me: Me): Promise<readonly string[]> {
  const agents = await me.routing.agents({})
  const members = new Map((await all(me.members)).map((member) => [member.userId, member]))
  const queues = new Map((await all(me.queues)).map((one) => [one.id, one]))
  const order = [...queues.values()].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))
  const wrong: string[] = []
  const seat = (user: string, channel: string) => seatOf(agents, user, channel)
  const has = new Map<object, number>()
  for await (const ticket of me.tickets.iterate({ include: { waits: { limit: 200 } } })) {
    const { number, stage, ownerId, channel, teamId } = ticket
    const is = ownerId === null || stage === 'solved' || stage === 'closed' ? undefined : seat(ownerId, channel)
    if (is !== undefined) has.set(is, (has.get(is) ?? 0) + 1)
    const free = ownerId === null && (stage === 'new' || stage === 'open')
    const mine = free
      ? order.find(({ when }) => Object.entries(when).every(([name, value]) => ticket[name as 'type'] === value))
      : undefined
    const waits = ticket.waits.filter(({ state }) => state === 'waiting')
    if (waits.length !== (mine === undefined ? 0 : 1)) wrong.push(`#${number} waits ${waits.length} times`)
    const [wait] = waits
    if (wait === undefined) continue
    const queue = queues.get(wait.queueId)
    if (queue?.id !== mine?.id) wrong.push(`#${number} waits in ${queue?.name}, and is of ${mine?.name}`)
    for (const one of agents) {
      if (one.status !== 'online' || one.used >= one.capacity || seat(one.user, channel) !== one) continue
      const member = members.get(one.user)
      const teams = queue?.teamIds.length ? queue.teamIds : teamId === null ? [] : [teamId]
      if (teams.length > 0 && !teams.some((id) => id === member?.teamId)) continue
      const needed = wait.skilled ? Object.entries(queue?.skills ?? {}) : []
      if (needed.some(([skill, level]) => (one.skills[skill] ?? 0) < level) || wait.returnedBy === one.user) continue
      wrong.push(`#${number} waits, and ${one.user} is free for ${one.channel}: ${one.used} of ${one.capacity}`)
    }
  }
  for (const one of agents)
    if (one.used !== (has.get(one) ?? 0))
      wrong.push(`${one.user} in ${one.channel} is counted ${one.used}, and has ${has.get(one) ?? 0}`)
  return wrong
}

/** Where a ticket of a channel is counted that somebody has. */
export const seatOf = <A extends { user: string; channel: string }>(
  agents: readonly A[],
  user: string,
  channel: string,
) =>
  agents.find((one) => one.user === user && one.channel === channel) ??
  agents.find((one) => one.user === user && one.channel === 'all')

async function all<T>(resource: { iterate(): AsyncIterable<T> }): Promise<readonly T[]> {
  const found: T[] = []
  for await (const one of resource.iterate()) found.push(one)
  return found
}
