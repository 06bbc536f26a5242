import { type Context, type CoreTypes, CrmError } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'
import type { Ticket } from './ticket.ts'

type Inside = Context<CoreTypes & TicketsTypes>

/** The ticket that goes on with all that were merged into it. */
export async function rootOf({ crm }: Pick<Inside, 'crm'>, ticket: Ticket): Promise<Ticket> {
  let root = ticket
  while (root.mergedIntoId !== null) root = await crm.tickets.get(root.mergedIntoId)
  return root
}

/**
 * Closes a ticket in favour of another. Those that were merged into it before point to the new one at once, so that a way to the
 * root is one step.
 */
export async function merge(context: Inside, id: string, into: string): Promise<Ticket> {
  const { crm, table, emit } = context
  // In one order for everybody: of two who merge a pair both ways one is first, and the other sees it.
  for (const each of [id, into].sort()) await table('ticket').lock(each)
  const [source, target] = [await crm.tickets.get(id), await crm.tickets.get(into)]
  if (source.id === target.id || target.mergedIntoId === source.id)
    throw new CrmError('MERGE_CYCLE', { details: { path: 'into' } })
  if (source.mergedIntoId !== null)
    throw new CrmError('TICKET_MERGED', { details: { path: 'id', into: source.mergedIntoId } })
  if (target.mergedIntoId !== null)
    throw new CrmError('TICKET_MERGED', { details: { path: 'into', into: target.mergedIntoId } })
  for (const each of [source, ...(await table('ticket').all({ mergedIntoId: id }))])
    await table('ticket').set(each.id, { mergedIntoId: into })
  const participants = [...new Set([...target.participants, ...source.participants])].slice(0, 200)
  if (participants.length > target.participants.length) await crm.tickets.update(into, { participants })
  if (source.stage !== 'closed') await crm.tickets.move(id, { to: 'closed' })
  await crm.ticketLinks.create({ fromId: id, toId: into, kind: 'duplicate' })
  emit('ticket.merged', { into }, { entity: 'ticket', recordId: id })
  return crm.tickets.get(into)
}
