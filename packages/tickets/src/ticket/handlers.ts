import { type CoreTypes, type HandlersOf, placed } from '@guanxi/core'
import type { Post } from '../inbound/email/post.ts'
import type { TicketsTypes } from '../types.ts'
import { merge } from './merge.ts'
import type { operations } from './operations.ts'
import { receive } from './receive.ts'
import { say } from './say.ts'
import { split } from './split.ts'
import { upToDate } from './up-to-date.ts'

type Types = CoreTypes & TicketsTypes

/** `sends`: whether a courier brings to the customer what is said on a channel. */
export const ticketHandlers = (
  post: Post,
  sends: (channel: string) => boolean,
): HandlersOf<Types, Pick<typeof operations, 'tickets'>> => ({
  tickets: {
    async open(context, { ticket, message }) {
      const { crm } = context
      const { contactId = null, channel = 'web', messages } = ticket
      const { files, ...words } = {
        kind: 'message',
        direction: 'in',
        contactId,
        channel,
        body: '',
        ...message,
      } as const
      // Files are kept with a ticket that is there.
      const later = files !== undefined || messages !== undefined
      const first = message === undefined || later ? {} : { messages: [words] }
      const made = await placed('ticket', () => crm.tickets.create({ ...ticket, ...first }))
      if (message === undefined) return made
      if (later) await say(context, made.id, { ...words, ...(files === undefined ? {} : { files }) })
      return crm.tickets.get(made.id)
    },
    async reply(context, { id, stage, after, answers, ...said }) {
      const { crm, actor, emit } = context
      const ticket = await crm.tickets.get(id)
      await upToDate(context, id, after)
      const human = actor.type === 'user'
      const message = await say(context, id, {
        kind: 'message',
        direction: 'out',
        userId: human ? actor.user : null,
        automatic: !human,
        channel: ticket.channel,
        ...(sends(said.channel ?? ticket.channel) ? { delivery: 'waiting' as const } : {}),
        ...said,
        ...(await post.dressed(context, ticket, said, { answers })),
      })
      if (stage !== undefined && stage !== ticket.stage) await crm.tickets.move(id, { to: stage })
      emit('ticket.replied', { messageId: message.id }, { entity: 'ticket', recordId: id })
      return message
    },
    note: (context, { id, body }) => say(context, id, { kind: 'note', userId: context.actor.user, body }),
    async receive(context, { id, ...said }) {
      const { ticket, message } = await receive(context, id, said)
      return { ticket, message }
    },
    assign: ({ crm }, { id, ...whose }) => crm.tickets.update(id, whose),
    solve: ({ crm }, { id, resolution }) =>
      crm.tickets.move(id, { to: 'solved', ...(resolution === undefined ? {} : { set: { resolution } }) }),
    close: ({ crm }, { id }) => crm.tickets.move(id, { to: 'closed' }),
    link: ({ crm }, { id, to, kind }) => crm.ticketLinks.create({ fromId: id, toId: to, kind }),
    merge: (context, { id, into }) => merge(context, id, into),
    split: (context, { id, messages, subject }) => split(context, id, messages, subject),
  },
})
