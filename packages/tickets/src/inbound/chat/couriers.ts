import type { CoreTypes, Courier } from '@guanxi/core'
import type { TicketsTypes } from '../../types.ts'
import type { Chats } from './chats.ts'

type Types = CoreTypes & TicketsTypes

/** Brings replies to the channels that the host has a way to. */
export const chatCouriers = (chats: Chats) =>
  ({
    async 'ticket.replied'({ data: { messageId } }, { crm, key }) {
      const { items } = await crm.ticketMessages.list({ where: { id: messageId }, limit: 1 })
      const [message] = items
      const channel = message?.channel ?? ''
      const chat = Object.hasOwn(chats, channel) ? chats[channel] : undefined
      if (message === undefined || chat === undefined || message.delivery !== 'waiting') return
      // It may have been split off, or merged, since it was written.
      const ticketId = message.ticketId
      const { open, account, user } = await crm.tickets.session(ticketId, { channel })
      const told = { channel, account: account ?? '', user: user ?? '', text: message.body, ticketId, messageId, key }
      const answer = open && user !== null ? await chat.send(told) : 'refused'
      await crm.tickets.delivered(ticketId, { messageId, delivery: answer === 'refused' ? 'failed' : 'sent' })
    },
  }) satisfies { 'ticket.replied': Courier<Types, 'ticket.replied'> }
