import { CrmError } from '@guanxi/core'
import type { Inside } from '../sla/inside.ts'
import { keyOf } from './hooks.ts'
import type { Solution } from './token.ts'

/** The customer is not asked: what waits is taken back, and what he was sent is over. What he has said stays. */
export async function withdraw(
  { crm, table, cancel, now }: Inside,
  { ticketId, cycle, reason }: Solution & { reason: string },
): Promise<boolean> {
  const ticket = await crm.tickets.get(ticketId)
  if (ticket.contactId === null) throw new CrmError('NOT_FOUND', { details: { entity: 'survey' } })
  await table('ticket').hold([ticketId])
  const asked = await table('survey').all({ ticketId, cycle })
  if (asked.length > 0)
    return (await table('survey').update({ ticketId, cycle, state: 'sent' }, { state: 'withdrawn', reason })) > 0
  if (ticket.reopened + 1 !== cycle) return false
  await cancel(keyOf(ticketId))
  const { contactId, ownerId } = ticket
  const row = { ticketId, cycle, contactId, ownerId, tokenHash: '', sentAt: now, expiresAt: now }
  await table('survey').insert([{ ...row, state: 'withdrawn', reason }])
  return true
}
