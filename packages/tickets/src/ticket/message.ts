import { type CreateOf, defineEntity, field, type OwnedEntityOf, type RowOf, type System } from '@guanxi/core'
import * as z from 'zod'
import { envelope } from '../inbound/email/envelope.ts'
import { storedFile } from '../inbound/files/file.ts'

/**
 * What was said about a ticket, by either side or among colleagues. Messages come through the operations of tickets (`reply`, `note`,
 * the inbound channels); they are the ticket's, under its rights, and each of them makes a new version of it.
 */
export const ticketMessage = defineEntity({
  name: 'ticketMessage',
  plural: 'ticketMessages',
  ownedBy: 'ticket',
  fields: {
    ticketId: field.ref('ticket').generated(),
    kind: field.enum(['message', 'note', 'call', 'device', 'system']).default('message'),
    /** `in`: from the customer; `out`: to him. Notes are neither. */
    direction: field.enum(['in', 'out']).optional(),
    channel: field.string({ max: 40 }).optional().plain(),
    at: field.datetime().now(),
    /** The user who wrote it. */
    userId: field.string().optional().plain(),
    /** The customer who wrote it. */
    contactId: field.ref('contact').optional(),
    body: field.text().pii(),
    /** Safe to show: without scripts and remote pictures. */
    html: field.text().optional().pii(),
    /** No human wrote it: it fulfils nothing and opens nothing again. */
    automatic: field.boolean().default(false),
    mailbox: field.string({ max: 320 }).optional().plain(),
    /** Of a mail: its Message-ID, those it answers, newest last. */
    messageId: field.string({ max: 998 }).optional().plain(),
    references: field
      .json(() => z.array(z.string()))
      .optional()
      .plain(),
    /** Of a mail: from whom and to whom. */
    mail: field.json(envelope).optional().pii(),
    /** What is attached. */
    files: field
      .json(() => z.array(storedFile()).max(1000))
      .default([])
      .pii(),
    delivery: field.enum(['waiting', 'sent', 'failed']).optional(),
  },
  relations: {
    ticket: { to: 'ticket', via: 'ticketId', inverse: 'messages' },
    contact: { to: 'contact', via: 'contactId', inverse: 'ticketMessages' },
  },
  indexes: [['messageId']],
})

/**
 * What was said about a ticket.
 *
 * @example
 * const last: TicketMessage = await me.tickets.reply('t_1', { body: '已补发' })
 * console.log(last.direction) // out
 */
export interface TicketMessage extends System, RowOf<typeof ticketMessage.fields> {}
/**
 * A message as a ticket's `messages` take it.
 *
 * @example
 * const said: TicketMessageCreate = { direction: 'in', body: '货还没到', channel: 'web' }
 */
export interface TicketMessageCreate extends CreateOf<typeof ticketMessage.fields> {
  id?: string
}
export type TicketMessageTypes = OwnedEntityOf<typeof ticketMessage, TicketMessage, TicketMessageCreate>
