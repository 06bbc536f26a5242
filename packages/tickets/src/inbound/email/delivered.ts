import { type Context, type CoreTypes, CrmError } from '@guanxi/core'
import { resaid } from '../../ticket/resaid.ts'
import type { TicketsTypes } from '../../types.ts'

/** What became of a mail of ours. It stays failed: a report that it arrived may be of another of its readers. */
export async function delivered(
  { crm, table }: Context<CoreTypes & TicketsTypes>,
  {
    mail,
    delivery,
    sentAs,
  }: { readonly mail: string; readonly delivery: 'sent' | 'failed'; readonly sentAs?: string | undefined },
): Promise<void> {
  const [message] = await table('ticketMessage').all({ messageId: mail, direction: 'out' })
  if (message === undefined)
    throw new CrmError('REFERENCE_NOT_FOUND', { details: { path: 'mail', entity: 'ticketMessage' } })
  if (message.delivery === 'failed') return
  const changed = {
    ...resaid(message),
    id: message.id,
    delivery,
    ...(sentAs === undefined ? {} : { messageId: sentAs }),
  }
  await crm.tickets.update(message.ticketId, { messages: { add: [changed] } })
}
