import { CrmError } from '@guanxi/core'
import type { Ticket } from '../ticket/ticket.ts'
import { agentFor, takerOf } from './choose.ts'
import { alone, type Inside } from './inside.ts'
import { queueFor, queuesOf } from './match.ts'
import type { Queue } from './queue.ts'
import { inLine, type TicketWait } from './wait.ts'

/** So many decisions are made in one transaction: for more a job is there. */
const most = 25

/** A ticket that somebody should have, and where it stands in line. */
interface Place {
  readonly ticket: Ticket
  readonly queue: Queue
  readonly wait: Omit<TicketWait, 'id'> & { readonly id?: string }
}

/** Whether somebody should be found for it. */
export const isFree = ({ ownerId, stage, mergedIntoId, deletedAt }: Partial<Ticket>): boolean =>
  ownerId === null && (stage === 'new' || stage === 'open') && mergedIntoId === null && deletedAt === null

const ranks = ['urgent', 'high', 'normal', 'low']

/** A ticket that comes into line. */
export const placeOf = (ticket: Ticket, queue: Queue, now: string): Omit<TicketWait, 'id'> => ({
  ...{ ticketId: ticket.id, queueId: queue.id, state: 'waiting', since: now, number: ticket.number },
  ...{ rank: ranks.indexOf(ticket.priority), channel: ticket.channel, skilled: Object.keys(queue.skills).length > 0 },
  teamId: queue.teamIds.length === 0 ? ticket.teamId : null,
  ...{ reason: null, returnedBy: null, takenBy: null, until: null, tried: false, told: false },
})

/** What waits of these tickets. */
export const waitsOf = ({ table }: Inside, ids: readonly string[]): Promise<readonly TicketWait[]> =>
  table('ticketWait').all({ ticketId: { in: ids }, state: 'waiting' })

/** What became of some tickets. */
export interface Settled {
  /** What waits no more. */
  readonly gone: readonly TicketWait[]
  /** Who has got a ticket, or how it waits, by its id. */
  readonly outcomes: ReadonlyMap<string, Outcome>
}

export type Outcome = { readonly ownerId: string; readonly teamId: string | null } | { readonly wait: Place['wait'] }

/**
 * Finds somebody for each of these tickets that should have one, or lets it wait; what should not wait any more leaves the line.
 * What follows from a change of tickets is this, whatever has changed.
 */
export async function settle(
  context: Inside,
  tickets: readonly Ticket[],
  queues: readonly Queue[],
  { waits, returned = new Map() }: { waits?: readonly TicketWait[]; returned?: ReadonlyMap<string, string> } = {},
): Promise<Settled> {
  const ids = tickets.map(({ id }) => id)
  const stood = byTicket(waits ?? (await waitsOf(context, ids)))
  const free = tickets.filter(isFree)
  const chosen = await queueFor(context, queues, free)
  const places = free.flatMap((ticket): Place[] => {
    const queue = chosen.get(ticket.id)
    return queue === undefined ? [] : [{ ticket, queue, wait: stands(context, ticket, queue, stood, returned) }]
  })
  const gone = [...stood.values()].filter(({ id }) => !places.some(({ wait }) => wait.id === id))
  for (const wait of gone) await leave(context, wait, 'left')
  places.sort((a, b) => inLine(a.wait, b.wait))
  const outcomes = new Map<string, Outcome>()
  if (places.length > most) await lineUp(context, places)
  else for (const place of places) outcomes.set(place.ticket.id, await decide(context, place))
  return { gone, outcomes }
}

const byTicket = (waits: readonly TicketWait[]): ReadonlyMap<string, TicketWait> =>
  new Map(waits.map((wait) => [wait.ticketId, wait]))

/** All of them are in line; whoever writes so many at once does not wait until somebody was found for each. */
async function lineUp({ table, later }: Inside, places: readonly Place[]): Promise<void> {
  const fresh = places.flatMap(({ wait }) => (wait.id === undefined ? [{ ...wait }] : []))
  if (fresh.length > 0) await table('ticketWait').insert(fresh)
  for (const { wait } of places)
    if (wait.id !== undefined) await table('ticketWait').update({ id: wait.id }, { ...wait, tried: false })
  await later({ key: 'drain' }).routing.drain({})
}

/** Where it stands: where it stood, but for what has changed. */
function stands(
  { now }: Inside,
  ticket: Ticket,
  queue: Queue,
  waits: ReadonlyMap<string, TicketWait>,
  returned: ReadonlyMap<string, string>,
): Place['wait'] {
  const stood = waits.get(ticket.id)
  const comes = placeOf(ticket, queue, stood?.since ?? now)
  if (stood?.queueId !== queue.id) return { ...comes, returnedBy: returned.get(ticket.id) ?? null }
  const { rank, channel, teamId } = comes
  return { ...stood, rank, channel, teamId }
}

/** Gives it to one of those who can take it, or lets it wait. */
async function decide(context: Inside, { ticket, queue, wait }: Place): Promise<Outcome> {
  const { table, crm, emit, later, add, now } = context
  const agent = await agentFor(context, queue, wait)
  if (agent !== undefined) return give(context, { ticket, queue, wait }, agent.userId)
  const reason = wait.reason ?? (wait.skilled ? 'skill_missing' : 'nobody_free')
  const { id, ...values } = { ...wait, reason, tried: true, told: true }
  if (id === undefined) await table('ticketWait').insert([values])
  else await table('ticketWait').update({ id }, values)
  const outcome = { wait: { ...wait, reason } }
  if (wait.told) return outcome
  const { id: ticketId, teamId } = ticket
  emit('ticket.queued', { queueId: queue.id, reason }, { entity: 'ticket', recordId: ticketId })
  if (wait.skilled)
    await later({ at: add(now, queue.skillWait), key: `skills ${ticketId}` }).routing.widen({ ticketId })
  const [team] = queue.teamIds
  if (team !== undefined && !queue.teamIds.some((one) => one === teamId))
    await crm.tickets.update(ticketId, { teamId: team })
  return outcome
}

/** It is his. What follows from that (counters, facts, the line) follows from the change of the ticket. */
async function give(context: Inside, { ticket, queue, wait }: Place, ownerId: string): Promise<Outcome> {
  const { table, crm, now } = context
  const { id, ...values } = { ...wait, takenBy: ownerId }
  if (id === undefined) await table('ticketWait').insert([{ ...values, state: 'assigned', until: now }])
  else await leave(context, { ...values, id }, 'assigned')
  const [only, ...others] = queue.teamIds
  const team =
    others.length === 0 ? only : (await crm.members.list({ where: { userId: ownerId }, limit: 1 })).items[0]?.teamId
  const teamId = team ?? ticket.teamId
  const set = { ownerId, ...(teamId === ticket.teamId ? {} : { teamId }) }
  // Whoever is given a new ticket has opened it.
  if (ticket.stage === 'new') await crm.tickets.move(ticket.id, { to: 'open', set })
  else await crm.tickets.update(ticket.id, set)
  return { ownerId, teamId }
}

/** It is not in line any more: somebody has it, or it needs nobody, or it goes to another queue. */
async function leave({ table, cancel, now }: Inside, wait: TicketWait, state: 'assigned' | 'left'): Promise<void> {
  const { id, ticketId, skilled, takenBy } = wait
  await table('ticketWait').update({ id }, { state, takenBy, until: now })
  if (skilled) await cancel(`skills ${ticketId}`)
}

/** Somebody has room for more: he takes what is first in line of what he can take, until there is no room, or nothing. */
export async function fill(context: Inside, userId: string, queues: readonly Queue[]): Promise<void> {
  const { table, later } = context
  const taker = await takerOf(context, userId, queues)
  for (let taken = 0; taken < most; taken++) {
    const wait = await taker.next()
    if (wait === undefined) return
    const where = { id: wait.ticketId }
    const [ticket] = await table('ticket').list({ where, orderBy: { id: 'asc' }, limit: 1, lock: 'skip' })
    // Somebody is at work on it: whoever has a ticket and comes here must not be waited for from here.
    if (ticket === undefined) break
    const queue = queues.find(({ id }) => id === wait.queueId)
    if (isFree(ticket) && queue !== undefined) await give(context, { ticket, queue, wait }, userId)
    else await settle(context, [ticket], queues)
  }
  await later({ key: `drain ${userId}` }).routing.drain({ user: userId })
}

/** After this time anybody of the team will do. */
export async function widen(context: Inside, ticketId: string): Promise<void> {
  const { table } = context
  const [ticket] = await table('ticket').hold([ticketId])
  if (ticket === undefined) throw new CrmError('NOT_FOUND', { details: { entity: 'ticket' } })
  await alone(context)
  const [wait] = await waitsOf(context, [ticketId])
  if (wait?.skilled !== true) return
  await table('ticketWait').update({ id: wait.id }, { skilled: false, reason: 'skill_timeout', told: false })
  await settle(context, [ticket], await queuesOf(context))
}

/** How many come before it in its queue, and itself. */
export async function positionOf({ table }: Inside, { queueId, rank, since, number }: Place['wait']): Promise<number> {
  const before = [{ rank: { lt: rank } }, { rank, since: { lt: since } }, { rank, since, number: { lt: number } }]
  return 1 + (await table('ticketWait').count({ queueId, state: 'waiting', or: before }))
}
