import { defineEntity, field, type RowOf } from '@guanxi/core'

/** Who looks at a ticket just now, or writes an answer. It is over by itself unless he says so again. */
export const ticketPresence = defineEntity({
  name: 'ticketPresence',
  plural: 'ticketPresences',
  keeping: 'log',
  fields: {
    ticketId: field.ref('ticket'),
    userId: field.string().plain(),
    mode: field.enum(['viewing', 'replying']),
    since: field.datetime(),
    until: field.datetime(),
  },
  relations: { ticket: { to: 'ticket', via: 'ticketId', inverse: 'presences' } },
  indexes: [['userId']],
  unique: [['ticketId', 'userId']],
})

/** What an agent has begun to write about a ticket. */
export const ticketDraft = defineEntity({
  name: 'ticketDraft',
  plural: 'ticketDrafts',
  keeping: 'log',
  fields: {
    ticketId: field.ref('ticket'),
    userId: field.string().plain(),
    body: field.text().pii(),
    /** The newest message that he had read. */
    after: field.string().optional().plain(),
    at: field.datetime(),
  },
  relations: { ticket: { to: 'ticket', via: 'ticketId', inverse: 'drafts' } },
  unique: [['ticketId', 'userId']],
})

/**
 * Who is at a ticket, as `where` and `include` know it; `tickets.present` leaves out what is over.
 *
 * @example
 * const { items } = await me.tickets.list({ where: { presences: { some: { userId: 'u_b' } } } })
 * const modes: readonly TicketPresence['mode'][] = ['viewing', 'replying']
 */
export interface TicketPresence extends RowOf<typeof ticketPresence.fields> {
  readonly id: string
}

/**
 * What an agent has begun to write about a ticket.
 *
 * @example
 * const bodyOf = ({ body }: TicketDraft) => body
 */
export interface TicketDraft extends RowOf<typeof ticketDraft.fields> {
  readonly id: string
}

/** Logs have no operations: their types have rows and relations alone. */
export interface PresenceTypes {
  ticketPresence: { row: TicketPresence; one: { ticket: 'ticket' } }
  ticketDraft: { row: TicketDraft; one: { ticket: 'ticket' } }
}
