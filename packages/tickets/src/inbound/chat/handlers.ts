import { type CoreTypes, CrmError, type HandlersOf } from '@guanxi/core'
import { resaid } from '../../ticket/resaid.ts'
import type { TicketsTypes } from '../../types.ts'
import type { Chats } from './chats.ts'
import type { chatOfTicket, chatOperations } from './operations.ts'
import { receive } from './receive.ts'
import { sessionOf } from './window.ts'

type Handlers = HandlersOf<CoreTypes & TicketsTypes, { tickets: typeof chatOfTicket } & typeof chatOperations>

export const chatHandlers = (chats: Chats): Handlers => ({
  inbound: {
    wechat: (context, written) => receive(context, 'wechat', written),
    wecom: (context, written) => receive(context, 'wecom', written),
    chat: (context, { channel, ...written }) => receive(context, channel, written),
  },
  tickets: {
    async session(context, { id, channel }) {
      const ticket = await context.crm.tickets.get(id)
      return sessionOf(context, chats, ticket.contactId, channel ?? ticket.channel)
    },
    async delivered({ crm }, { id, messageId, delivery }) {
      const { items } = await crm.ticketMessages.list({ where: { id: messageId, ticketId: id }, limit: 1 })
      const [message] = items
      if (message === undefined)
        throw new CrmError('REFERENCE_NOT_FOUND', { details: { path: 'messageId', entity: 'ticketMessage' } })
      if (message.delivery === delivery) return
      await crm.tickets.update(id, { messages: { add: [{ id: messageId, ...resaid(message), delivery }] } })
    },
  },
})
