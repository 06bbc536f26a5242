import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '@guanxi/core'

/** Two tickets that have to do with each other. */
export const ticketLink = defineEntity({
  name: 'ticketLink',
  plural: 'ticketLinks',
  fields: {
    fromId: field.ref('ticket'),
    toId: field.ref('ticket'),
    kind: field.enum(['related', 'duplicate', 'parent', 'blocks', 'split_from', 'follow_up']).default('related'),
  },
  relations: {
    from: { to: 'ticket', via: 'fromId', inverse: 'links' },
    to: { to: 'ticket', via: 'toId', inverse: 'linkedFrom' },
  },
  unique: [['fromId', 'toId', 'kind']],
})

/**
 * Two tickets that have to do with each other: `fromId` is, say, `split_from` `toId`.
 *
 * @example
 * const link: TicketLink = await me.tickets.link('t_1', { to: 't_2', kind: 'duplicate' })
 */
export interface TicketLink extends System, RowOf<typeof ticketLink.fields> {}
/**
 * Two tickets that have to do with each other; the one that it is said of comes first.
 *
 * @example
 * const blocked: TicketLinkCreate = { fromId: 't_1', toId: 't_2', kind: 'blocks' }
 */
export interface TicketLinkCreate extends CreateOf<typeof ticketLink.fields> {}
export type TicketLinkTypes = EntityOf<typeof ticketLink, TicketLink, TicketLinkCreate>
