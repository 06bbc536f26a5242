import { type CoreTypes, CrmError, type Done, type EntityHooks, invalid } from '@guanxi/core'
import { checkWhen } from '../matching.ts'
import { secondsOf } from '../sla/duration.ts'
import type { Ticket } from '../ticket/ticket.ts'
import type { TicketsTypes } from '../types.ts'
import { alone, type Inside } from './inside.ts'
import { fill, isFree, placeOf, settle } from './line.ts'
import { queueFor, queuesOf } from './match.ts'
import type { Queue } from './queue.ts'
import { isShift, loadOf, over, type Shift, seatFor, shift, statesOf } from './seats.ts'
import type { TicketWait } from './wait.ts'

type Hooks<E extends 'ticket' | 'queue' | 'member'> = EntityHooks<CoreTypes & TicketsTypes, E>
type Change = Done<Ticket>

/**
 * Whatever happens to tickets is told to those who have them, and to the line: in the same transaction work is counted, what is
 * nobody's is given to somebody or waits, and who has room takes what is first.
 */
export const routingHooks: Hooks<'ticket'> = {
  // It reaches tickets that the actor does not see: who solves his own makes room for somebody else's.
  elevate: true,
  async afterWrite(changes, context) {
    const free = changes.filter(concernsLine)
    const queues = free.length > 0 || changes.some(isReopened) ? await queuesOf(context) : []
    const shifts = changes.map(({ before, after }): Shift => [loadOf(before), loadOf(after)]).filter(isShift)
    const users = [...new Set(shifts.flat().flatMap((load) => load?.userId ?? []))]
    const lines = queues.length > 0 && free.length > 0
    if (lines) await alone(context)
    let states = await statesOf(context, users)
    if (states.length > 0 && !lines) {
      await alone(context)
      states = await statesOf(context, users)
    }
    const freed = states.length > 0 ? await shift(context, states, shifts) : []
    const ended = lines ? await follow(context, free, queues) : []
    for (const change of changes) tell(context, change, ended)
    for (const change of changes) if (isReopened(change)) await requeue(context, change, queues)
    if (freed.length === 0) return
    const open = queues.length > 0 ? queues : await queuesOf(context)
    for (const user of freed) await fill(context, user, open)
  },
}

/** Brings the line up to date with what has changed, and answers what is not in it any more. */
async function follow(
  context: Inside,
  changes: readonly Done<Ticket>[],
  queues: readonly Queue[],
): Promise<readonly TicketWait[]> {
  const { table, now } = context
  const ids = changes.map(({ id }) => id)
  const here = [{ state: 'waiting' }, { state: 'assigned', until: now }] as const
  const found = await table('ticketWait').all({ ticketId: { in: ids }, or: here })
  const waits = found.filter(({ state }) => state === 'waiting')
  const open = changes.filter(({ id, after }) => isFree(after) || waits.some(({ ticketId }) => ticketId === id))
  // What hooks have led to since is not in the change.
  if (open.length === 0) return found
  const tickets = await table('ticket').all({ id: { in: open.map(({ id }) => id) } })
  const { gone } = await settle(context, tickets, queues, { waits, returned: returnedIn(changes) })
  return [...found.filter(({ state }) => state === 'assigned'), ...gone]
}

const kept = new Set(['version', 'updatedAt', 'firstRepliedAt', 'waitingSince'])

/** It is nobody's, or was. What was only written down about it is no news. */
function concernsLine({ before, after, lists }: Change): boolean {
  if (!isFree(after) && (before === null || !isFree(before))) return false
  if (before === null || Object.keys(lists).some((list) => list !== 'messages')) return true
  return Object.keys(after).some((name) => !kept.has(name) && after[name] !== before[name])
}

const isReopened = ({ before, after }: Change): boolean =>
  before?.stage === 'solved' && !over.includes(after.stage) && after.ownerId !== null && after.deletedAt === null

/** Who has given it back: he is not asked again. */
const returnedIn = (changes: readonly Change[]): ReadonlyMap<string, string> =>
  new Map(
    changes.flatMap(({ id, before, after }): [string, string][] =>
      after.ownerId === null && before !== null && before.ownerId !== null ? [[id, before.ownerId]] : [],
    ),
  )

/** A ticket has come to somebody: this is told once, whoever has given it. */
function tell({ emit }: Inside, { id, before, after }: Change, ended: readonly TicketWait[]): void {
  const [from, to] = [before?.ownerId ?? null, after.ownerId]
  if (to === null || to === from) return
  const wait = ended.find(({ ticketId, takenBy }) => ticketId === id && takenBy === to)
  emit(
    'ticket.assigned',
    {
      from,
      to,
      queueId: wait?.queueId ?? null,
      reason: wait === undefined ? 'given' : reasonOf(wait),
    },
    { entity: 'ticket', recordId: id },
  )
}

function reasonOf({ reason }: TicketWait) {
  if (reason === null) return 'routed'
  return reason === 'skill_timeout' || reason === 'owner_offline' ? reason : 'capacity'
}

/** It was solved, and is opened again: who had it may have gone home. */
async function requeue(context: Inside, { id, after }: Change, queues: readonly Queue[]): Promise<void> {
  const { table, crm, now } = context
  const load = loadOf(after)
  const seat = load && seatFor(await statesOf(context, [load.userId]), load)
  if (seat?.status !== 'offline') return
  const queue = (await queueFor(context, queues, [after])).get(id)
  if (queue?.ownerOffline !== 'requeue') return
  await table('ticketWait').insert([{ ...placeOf(after, queue, now), reason: 'owner_offline' }])
  await crm.tickets.update(id, { ownerId: null })
}

/** A queue is sound when it is written; what waits, and what did not, is sorted anew soon after. */
export const queueHooks: Hooks<'queue'> = {
  async beforeWrite(changes, context) {
    for (const { input, at } of changes) {
      const path = (name: string) => (at === '' ? name : `${at}.${name}`)
      const { when, skillWait, teamIds } = input
      if (when !== undefined) checkWhen(context, when, path('when'))
      if (skillWait !== undefined && (secondsOf(skillWait) ?? 0) <= 0)
        throw invalid(
          path('skillWait'),
          'expected an ISO 8601 duration of days, hours, minutes or seconds',
          'Such as PT15M.',
        )
      if (teamIds !== undefined) await checkTeams(context, teamIds, path('teamIds'))
    }
  },
  async afterWrite(_, { later }) {
    await later({ key: 'sort' }).routing.sort({})
  },
}

async function checkTeams({ crm }: Inside, ids: readonly string[], path: string): Promise<void> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0 || (await crm.teams.count({ where: { id: { in: wanted } } })) === wanted.length) return
  throw new CrmError('REFERENCE_NOT_FOUND', { details: { path, entity: 'team' } })
}

/** Who comes, goes to another team, or is back may take what waits there. */
export const memberHooks: Hooks<'member'> = {
  actions: ['create', 'update', 'restore'],
  async afterWrite(changes, { later }) {
    for (const { before, after } of changes)
      if (before === null ? after.teamId !== null : place.some((name) => before[name] !== after[name]))
        await later({ key: `drain ${after.userId}` }).routing.drain({ user: after.userId })
  },
}

const place = ['teamId', 'userId', 'leftAt', 'deletedAt'] as const
