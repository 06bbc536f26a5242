import type { Inside } from '../sla/inside.ts'
import type { TicketPresence } from './presence.ts'

interface Said {
  readonly id: string
  readonly mode: TicketPresence['mode'] | 'gone'
  readonly ttl?: number | undefined
}

/** The actor is at a ticket for so long. Those who were and are no more go by the way, so that nothing piles up. */
export async function attend(context: Inside, { id, mode, ttl = 30 }: Said) {
  const { crm, table, actor, add, now } = context
  await crm.tickets.get(id)
  const presences = table('ticketPresence')
  await presences.lock(id)
  const known = await presences.all({ or: [{ ticketId: id }, { userId: actor.user }] })
  const mine = known.find(({ ticketId, userId }) => ticketId === id && userId === actor.user)
  const over = known.filter((one) => (one === mine ? mode === 'gone' : !isThere(one, now)))
  if (over.length > 0) await presences.delete(over.map((one) => ({ id: one.id })))
  if (mode !== 'gone') {
    const until = add(now, `PT${ttl}S`)
    const since = mine !== undefined && isThere(mine, now) ? mine.since : now
    if (mine !== undefined) await presences.update({ id: mine.id }, { mode, since, until })
    else await presences.insert([{ ticketId: id, userId: actor.user, mode, since, until }])
  }
  return othersIn(
    context,
    known.filter(({ ticketId }) => ticketId === id),
  )
}

/** Who else is there. */
export async function present(context: Inside, id: string) {
  await context.crm.tickets.get(id)
  return othersIn(context, await context.table('ticketPresence').all({ ticketId: id }))
}

const isThere = ({ until }: TicketPresence, now: string): boolean => until > now

function othersIn({ actor, now }: Inside, rows: readonly TicketPresence[]) {
  return rows
    .filter((row) => row.userId !== actor.user && isThere(row, now))
    .map(({ userId, mode, since, until }) => ({ userId, mode, since, until }))
    .sort((a, b) => (a.since < b.since || (a.since === b.since && a.userId < b.userId) ? -1 : 1))
}
