import { type CreateOf, defineEntity, field, type OwnedEntityOf, type RowOf, type System } from '@guanxi/core'

/** A word on a ticket. It is written through its ticket: `tickets.create({ tags: ['物流'] })`. */
export const ticketTag = defineEntity({
  name: 'ticketTag',
  plural: 'ticketTags',
  ownedBy: 'ticket',
  fields: { ticketId: field.ref('ticket').generated(), tag: field.string({ min: 1, max: 100 }).plain() },
  relations: { ticket: { to: 'ticket', via: 'ticketId', inverse: 'tags' } },
  indexes: [['tag', 'ticketId']],
  fromText: (text) => ({ tag: text.trim() }),
  key: ['tag'],
})

/**
 * A word on a ticket.
 *
 * @example
 * const { tags } = await me.tickets.get('t_1', { include: { tags: true } })
 * const words = tags.map(({ tag }: TicketTag) => tag)
 */
export interface TicketTag extends System, RowOf<typeof ticketTag.fields> {}

/**
 * A tag as a ticket's `tags` take it, which a plain text does, too.
 *
 * @example
 * const tag: TicketTagCreate = { tag: 'vip' }
 */
export interface TicketTagCreate extends CreateOf<typeof ticketTag.fields> {
  /** Names a tag that exists, when the tags of a ticket are replaced. */
  id?: string
}
export type TicketTagTypes = OwnedEntityOf<typeof ticketTag, TicketTag, TicketTagCreate>
