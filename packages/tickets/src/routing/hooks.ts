import { type CoreTypes, CrmError, type Done, type EntityHooks, invalid } from '@guanxi/core'
import { checkWhen } from '../matching.ts'
import { secondsOf } from '../sla/duration.ts'
import type { TicketsTypes } from '../types.ts'
import { alone, type Inside } from './inside.ts'
import { fill, isFree, placeOf, settle } from './line.ts'
import { queueFor, queuesOf } from './match.ts'
import type { Queue } from './queue.ts'
import { ticketOf } from './rows.ts'
import { isShift, loadOf, over, type Shift, seatFor, shift, statesOf } from './seats.ts'
import type { TicketWait } from './wait.ts'

type Hooks = EntityHooks<CoreTypes & TicketsTypes>

/**
 * Whatever happens to tickets is told to those who have them, and to the line: in the same transaction work is counted, what is
 * nobody's is given to somebody or waits, and who has room takes what is first.
 */
export const routingHooks: Hooks = {
  // It reaches tickets that the actor does not see: who solves his own makes room for somebody else's.
  elevate: true,
  async afterWrite(changes, context) {
    const free = changes.filter(concernsLine)
    const queues = free.length > 0 || changes.some(isReopened) ? await queuesOf(context) : []
    const shifts = changes.map(({ before, after }): Shift => [loadOf(before), loadOf(after)]).filter(isShift)
    const users = [...new Set(shifts.flat().flatMap((load) => load?.userId ?? []))]
    const counted = (await statesOf(context, users)).length > 0
    const lines = queues.length > 0 && free.length > 0
    if (counted || lines) await alone(context)
    const freed = counted ? await shift(context, shifts) : []
    const ids = free.map(({ id }) => id)
    const gone = lines ? await settle(context, ids, queues, returnedIn(free)) : []
    for (const change of changes) tell(context, change, gone)
    for (const change of changes) if (isReopened(change)) await requeue(context, change, queues)
    if (freed.length === 0) return
    const open = queues.length > 0 ? queues : await queuesOf(context)
    for (const user of freed) await fill(context, user, open)
  },
}

const kept = new Set(['version', 'updatedAt', 'firstRepliedAt', 'waitingSince'])

/** It is nobody's, or was. What was only written down about it is no news. */
function concernsLine({ before, after, lists }: Done): boolean {
  if (!isFree(after) && (before === null || !isFree(before))) return false
  if (before === null || Object.keys(lists).some((list) => list !== 'messages')) return true
  return Object.keys(after).some((name) => !kept.has(name) && after[name] !== before[name])
}

const isReopened = ({ before, after }: Done): boolean =>
  before?.stage === 'solved' &&
  !over.includes(String(after.stage)) &&
  after.ownerId !== null &&
  after.deletedAt === null

/** Who has given it back: he is not asked again. */
const returnedIn = (changes: readonly Done[]): ReadonlyMap<string, string> =>
  new Map(
    changes.flatMap(({ id, before, after }): [string, string][] =>
      after.ownerId === null && typeof before?.ownerId === 'string' ? [[id, before.ownerId]] : [],
    ),
  )

/** A ticket has come to somebody: this is told once, whoever has given it. */
function tell({ emit }: Inside, { id, before, after }: Done, gone: readonly TicketWait[]): void {
  const [from, to] = [before?.ownerId ?? null, after.ownerId]
  if (typeof to !== 'string' || to === from) return
  const wait = gone.find(({ ticketId, takenBy }) => ticketId === id && takenBy === to)
  emit(
    'ticket.assigned',
    {
      from: from === null ? null : String(from),
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
async function requeue(context: Inside, { id, after }: Done, queues: readonly Queue[]): Promise<void> {
  const { table, crm, now } = context
  const load = loadOf(after)
  const seat = load && seatFor(await statesOf(context, [load.userId]), load)
  if (seat?.status !== 'offline') return
  const queue = (await queueFor(context, queues, [after])).get(id)
  if (queue?.ownerOffline !== 'requeue') return
  await table('ticketWait').insert([{ ...placeOf(ticketOf(after), queue, now), reason: 'owner_offline' }])
  await crm.tickets.update(id, { ownerId: null })
}

/** A queue is sound when it is written; what waits, and what did not, is sorted anew soon after. */
export const queueHooks: Hooks = {
  async beforeWrite(changes, context) {
    for (const { input, at } of changes) {
      const path = (name: string) => (at === '' ? name : `${at}.${name}`)
      const { when, skillWait, teamIds } = input
      if (when !== undefined) checkWhen(context, when as Queue['when'], path('when'))
      if (skillWait !== undefined && (secondsOf(String(skillWait)) ?? 0) <= 0)
        throw invalid(
          path('skillWait'),
          'expected an ISO 8601 duration of days, hours, minutes or seconds',
          'Such as PT15M.',
        )
      if (teamIds !== undefined) await checkTeams(context, teamIds as readonly string[], path('teamIds'))
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
export const memberHooks: Hooks = {
  actions: ['create', 'update', 'restore'],
  async afterWrite(changes, { later }) {
    for (const { before, after } of changes)
      if (before === null ? after.teamId !== null : place.some((name) => before[name] !== after[name]))
        await later({ key: `drain ${after.userId}` }).routing.drain({ user: String(after.userId) })
  },
}

const place = ['teamId', 'userId', 'leftAt', 'deletedAt'] as const
