import type { CoreTypes, CourierContext, Fact } from '@guanxi/core'
import type { TicketMessage } from '../../ticket/message.ts'
import type { TicketsTypes } from '../../types.ts'
import { fromBase64 } from '../files/bytes.ts'
import { escaped } from './entities.ts'
import type { Envelope } from './envelope.ts'
import type { MailPort, OutgoingMail } from './port.ts'
import type { Tokens } from './token.ts'

type Types = CoreTypes & TicketsTypes
type Posted = Fact<TicketsTypes['events']['ticket.posted']>

/** Gives what was written to customers to who sends mail, and writes down what became of it. */
export const mailCourier =
  (port: MailPort, tokens: Tokens | undefined) =>
  async ({ data, tenant }: Posted, { crm, key }: CourierContext<Types>): Promise<void> => {
    const { items } = await crm.ticketMessages.list({ where: { messageId: data.mail, direction: 'out' }, limit: 1 })
    const [message] = items
    if (message?.mail == null || message.delivery !== 'waiting') return
    const mail = await outgoing(crm, message, message.mail, tokens, tenant)
    const sent = (await port.send(mail, { key })) ?? {}
    const { refused, messageId: sentAs } = sent
    await crm.mail.delivered({
      mail: data.mail,
      delivery: refused === undefined ? 'sent' : 'failed',
      ...(sentAs === undefined ? {} : { sentAs }),
    })
  }

async function outgoing(
  crm: CourierContext<Types>['crm'],
  { id, ticketId, messageId, references, body, html, automatic, files }: TicketMessage,
  { from, to, cc, subject }: Envelope,
  tokens: Tokens | undefined,
  tenant: string,
): Promise<OutgoingMail> {
  const ticket = await crm.tickets.get(ticketId)
  const [box] = (await crm.mailboxes.list({ where: { address: from.address }, limit: 1 })).items
  const replyTo = tokens === undefined ? from.address : await tokens.sign(from.address, ticket, tenant)
  const signature = automatic ? null : (box?.signature ?? null)
  const attached: OutgoingMail['files'][number][] = []
  for (const { hash, name, type } of files) {
    const { data } = await crm.tickets.file(ticketId, { message: id, hash })
    attached.push({ name, type, data: fromBase64(data, 'data') })
  }
  const answered = references?.at(-1) ?? null
  return {
    ...{ from, to, cc, subject, references: references ?? [] },
    replyTo: { address: replyTo, name: from.name },
    text: signature === null ? body : `${body}\n\n-- \n${signature}`,
    html:
      html === null || signature === null
        ? html
        : `${html}<p>-- <br>${escaped(signature).replaceAll('\n', '<br>')}</p>`,
    messageId: messageId ?? '',
    inReplyTo: answered,
    headers: {
      'X-Loop': from.address,
      ...(automatic
        ? { 'Auto-Submitted': answered === null ? 'auto-generated' : 'auto-replied', 'X-Auto-Response-Suppress': 'All' }
        : {}),
    },
    files: attached,
  }
}
