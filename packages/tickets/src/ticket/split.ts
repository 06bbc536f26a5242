import { type Context, type CoreTypes, CrmError } from '@guanxi/core'
import { shared } from '../inbound/files/content.ts'
import type { TicketsTypes } from '../types.ts'
import type { TicketMessage } from './message.ts'
import { resaid } from './resaid.ts'
import type { Ticket } from './ticket.ts'

/** Moves messages to a ticket of their own. */
export async function split(
  { crm, table }: Context<CoreTypes & TicketsTypes>,
  id: string,
  messages: readonly string[],
  subject: string | undefined,
): Promise<Ticket> {
  await table('ticket').lock(id)
  const old = await crm.tickets.get(id)
  const where = { ticketId: id, id: { in: messages } }
  const { items: chosen } = await crm.ticketMessages.list({ where, orderBy: { id: 'asc' }, limit: 200 })
  const missing = messages.find((message) => !chosen.some((one) => one.id === message))
  if (missing !== undefined)
    throw new CrmError('REFERENCE_NOT_FOUND', { details: { path: 'messages', entity: 'ticketMessage' } })
  const { type, priority, channel, category, companyId, contactId, teamId } = old
  const made = await crm.tickets.create({
    ...{ type, priority, channel, category, companyId, contactId, teamId },
    subject: subject ?? old.subject,
    messages: chosen.map(resaid),
  })
  await shared({ table }, id, made.id, chosen.flatMap(filesOf))
  await crm.tickets.update(id, { messages: { remove: messages } })
  await crm.ticketLinks.create({ fromId: made.id, toId: id, kind: 'split_from' })
  return crm.tickets.get(made.id)
}

/** The hashes of what came with it. */
const filesOf = ({ mail, files }: TicketMessage): readonly string[] => [
  ...files.map(({ hash }) => hash),
  ...(mail?.raw === undefined ? [] : [mail.raw]),
]
