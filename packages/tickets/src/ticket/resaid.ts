import type { TicketMessage, TicketMessageCreate } from './message.ts'

/** A message as a list of messages takes it, every value as it is. */
export function resaid(message: TicketMessage): TicketMessageCreate {
  const { kind, direction, channel, at, userId, contactId, body, html, automatic } = message
  const { mailbox, messageId, references, delivery, mail, files } = message
  return {
    ...{ kind, direction, channel, at, userId, contactId, body, html, automatic },
    ...{ mailbox, messageId, references, delivery, mail, files },
  }
}
