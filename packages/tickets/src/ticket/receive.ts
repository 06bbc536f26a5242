import type { Context, CoreTypes } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'
import { followUp } from './follow-up.ts'
import { rootOf } from './merge.ts'
import type { TicketMessage } from './message.ts'
import { type Said, say } from './say.ts'
import type { Ticket } from './ticket.ts'

interface Received {
  readonly ticket: Ticket
  readonly message: TicketMessage
  /** The ticket was closed, and this is the one that goes on with it. */
  readonly followed: boolean
}

/** What the customer says to a ticket: it goes to the one that this was merged into, or follows it. */
export async function receive(
  context: Context<CoreTypes & TicketsTypes>,
  id: string,
  { automatic = false, ...said }: Omit<Said, 'kind' | 'direction'>,
): Promise<Received> {
  const { crm, emit } = context
  const found = await rootOf(context, await crm.tickets.get(id))
  // What a machine answers to the last word is no new matter.
  const followed = found.stage === 'closed' && !automatic
  const open = followed ? await followUp(context, found) : found
  const contactId = said.contactId ?? open.contactId
  const message = await say(context, open.id, { kind: 'message', direction: 'in', ...said, contactId, automatic })
  emit('ticket.received', { messageId: message.id, automatic }, { entity: 'ticket', recordId: open.id })
  return { ticket: await crm.tickets.get(open.id), message, followed }
}
