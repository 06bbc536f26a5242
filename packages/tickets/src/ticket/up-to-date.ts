import { type Context, type CoreTypes, CrmError } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'

/** Whoever writes has read the newest message of a ticket; without a word of his, that is his matter. */
export async function upToDate(
  { crm }: Pick<Context<CoreTypes & TicketsTypes>, 'crm'>,
  ticketId: string,
  after: string | undefined,
): Promise<void> {
  if (after === undefined) return
  const { items } = await crm.ticketMessages.list({ where: { ticketId }, orderBy: { createdAt: 'desc' }, limit: 1 })
  const [newest] = items
  if (newest !== undefined && newest.id !== after)
    throw new CrmError('STALE_TICKET', { details: { messageId: newest.id, body: newest.body } })
}
