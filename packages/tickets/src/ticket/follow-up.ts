import type { Context, CoreTypes } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'
import type { Ticket } from './ticket.ts'

/** The ticket that goes on with a closed one, which stays as it is. */
export async function followUp({ crm, table }: Context<CoreTypes & TicketsTypes>, closed: Ticket): Promise<Ticket> {
  const { subject, type, priority, channel, category, companyId, contactId, teamId } = closed
  const made = await crm.tickets.create({ subject, type, priority, channel, category, companyId, contactId, teamId })
  await table('ticket').set(made.id, { followsId: closed.id })
  await crm.ticketLinks.create({ fromId: made.id, toId: closed.id, kind: 'follow_up' })
  return crm.tickets.get(made.id)
}
