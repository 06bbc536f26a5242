import { type CoreTypes, CrmError, type EntityHooks } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'
import { addedBy, isAnswer, isOfCustomer } from './heard.ts'
import type { Ticket } from './ticket.ts'

/** So long after it was solved a ticket is closed. */
const closesAfter = 'P28D'

/** Nobody works on it. */
const idle: readonly Ticket['stage'][] = ['pending', 'hold', 'solved']

/** What follows from a change of a ticket, whoever makes it. */
export const ticketHooks: EntityHooks<CoreTypes & TicketsTypes, 'ticket'> = {
  actions: ['create', 'update', 'move'],
  beforeWrite(changes, { actor, now }) {
    for (const { before, to, input, set } of changes) {
      const waits = waiting(before, addedBy(input), now)
      if (waits !== undefined) set(waits)
      if (to === undefined || before === null) continue
      const from = before.stage
      const ownerId = input.ownerId === undefined ? before.ownerId : input.ownerId
      // The system may solve what nobody had.
      if (to === 'solved' && ownerId === null && actor.type === 'user') {
        throw new CrmError('TRANSITION_NOT_ALLOWED', {
          details: { path: 'ownerId', entity: 'ticket', from, to },
          hint: 'Give the ticket to somebody first: tickets.assign(id, { ownerId }).',
        })
      }
      if (to === 'solved') set({ solvedAt: now, waitingSince: null })
      if (from === 'solved' && to === 'open') set({ solvedAt: null, reopened: before.reopened + 1 })
    }
  },
  async afterWrite(changes, { crm, later, cancel, add, now }) {
    for (const { action, id, before, after, lists } of changes) {
      // The customer has said something: somebody has to look.
      if (before !== null && idle.includes(after.stage) && lists.messages?.added.some(isOfCustomer))
        await crm.tickets.move(id, { to: 'open' })
      // Whoever is given a new ticket has opened it.
      if (action !== 'move' && after.ownerId !== null && after.stage === 'new')
        await crm.tickets.move(id, { to: 'open' })
      if (action !== 'move' || before?.stage === after.stage) continue
      if (after.stage === 'solved') await later({ at: add(now, closesAfter), key: `close ${id}` }).tickets.close(id, {})
      else if (before?.stage === 'solved') await cancel(`close ${id}`)
    }
  },
}

/** Who waits for whom after these messages; undefined: nothing has changed. */
function waiting(ticket: Ticket | null, messages: readonly Readonly<Record<string, unknown>>[], now: string) {
  const was = { firstRepliedAt: ticket?.firstRepliedAt ?? null, waitingSince: ticket?.waitingSince ?? null }
  const is = { ...was }
  for (const message of messages) {
    if (isOfCustomer(message)) is.waitingSince ??= now
    // What was said before there was this ticket is no answer to it.
    if (!isAnswer(message) || String(message.at ?? now) < (ticket?.createdAt ?? now)) continue
    is.firstRepliedAt ??= now
    is.waitingSince = null
  }
  return is.firstRepliedAt === was.firstRepliedAt && is.waitingSince === was.waitingSince ? undefined : is
}
