import { defineEntity, field, type RowOf } from '@guanxi/core'

/** Somebody who writes on a chat channel: who he is there, whose messages these are, and when he last wrote. */
export const chatSession = defineEntity({
  name: 'chatSession',
  plural: 'chatSessions',
  keeping: 'log',
  fields: {
    channel: field.string().plain(),
    /** The account of the host's that he writes to. */
    account: field.string().plain(),
    /** His own id there. */
    user: field.string().pii(),
    contactId: field.ref('contact'),
    /** What he writes goes on with this ticket. */
    ticketId: field.ref('ticket'),
    lastAt: field.datetime(),
  },
  relations: {
    contact: { to: 'contact', via: 'contactId', inverse: 'chatSessions' },
    ticket: { to: 'ticket', via: 'ticketId', inverse: 'chatSessions' },
  },
  // One each, which a lock sees to: those who were erased are all of one name.
  indexes: [
    ['channel', 'account', 'user'],
    ['contactId', 'channel', 'lastAt'],
  ],
})

/**
 * Somebody who writes on a chat channel, as `where` and `include` know him.
 *
 * @example
 * const onWechat = { chatSessions: { some: { channel: 'wechat' } } } as const
 * const { items } = await me.contacts.list({ where: onWechat, include: { chatSessions: true } })
 */
export interface ChatSession extends RowOf<typeof chatSession.fields> {
  readonly id: string
}

/** Logs have no operations: their types have rows and relations alone. */
export interface ChatLogTypes {
  chatSession: { row: ChatSession; one: { contact: 'contact'; ticket: 'ticket' } }
}
