import { type Context, type CoreTypes, CrmError } from '@guanxi/core'
import type * as z from 'zod'
import { say } from '../ticket/say.ts'
import type { TicketsTypes } from '../types.ts'
import { contactOfForm } from './customer.ts'
import { mayAck } from './email/addresses.ts'
import type { Post } from './email/post.ts'
import { boxBy, type Taken } from './email/take.ts'
import type { form } from './operations.ts'

type Inside = Context<CoreTypes & TicketsTypes>
type Form = z.infer<ReturnType<typeof form>>

/** What somebody has written into a form of a web page: a ticket, once for each `externalId`. */
export async function takeForm(context: Inside, post: Post, acks: boolean, given: Form): Promise<Taken> {
  const { crm, table } = context
  const { name, email, phone, subject, body, mailbox, externalId, type, category, files } = given
  if ((email ?? phone) === undefined)
    throw new CrmError('IDENTITY_REQUIRED', { details: { entity: 'contact', fields: ['email', 'phone'] } })
  const box = mailbox === undefined ? undefined : await boxBy(context, mailbox)
  if (externalId !== undefined) {
    await table('ticket').lock(`form ${externalId}`)
    const [known] = await table('ticket').all({ externalId })
    if (known !== undefined) return { result: 'duplicate', ticketId: String(known.id), messageId: null }
  }
  const { id: contactId, companyId } = await contactOfForm(context, { name, email, phone })
  const ticket = await crm.tickets.create({
    ...{ subject, channel: 'web', contactId, companyId },
    ...(type === undefined ? {} : { type }),
    ...(category === undefined ? {} : { category }),
    ...(externalId === undefined ? {} : { externalId }),
    ...(box === undefined ? {} : { teamId: box.teamId }),
    ...(email === undefined ? {} : { participants: [email.toLowerCase()] }),
  })
  const message = await say(context, ticket.id, {
    ...{ kind: 'message', direction: 'in', channel: 'web', contactId, body, files },
    ...(box === undefined ? {} : { mailbox: box.address }),
  })
  context.emit(
    'ticket.received',
    { messageId: message.id, automatic: false },
    { entity: 'ticket', recordId: ticket.id },
  )
  if (acks && box?.ack != null && email !== undefined && (await mayAck(context, email.toLowerCase())))
    await post.acknowledge(context, ticket, box.ack.replaceAll('{number}', String(ticket.number)))
  return { result: 'created', ticketId: ticket.id, messageId: message.id }
}
