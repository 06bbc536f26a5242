import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '@guanxi/core'

/** An address that customers write to, and that tickets are answered from. */
export const mailbox = defineEntity({
  name: 'mailbox',
  plural: 'mailboxes',
  remembered: true,
  fields: {
    address: field.email().unique().plain(),
    /** As whom it writes: `北京未来科技 客服`. */
    name: field.string({ max: 200 }).optional().plain(),
    /**
     * Behind the `@` of the Message-IDs that it gives, and nobody else: mail that has one comes back from ourselves.
     * `tickets.` and the domain of the address unless told.
     */
    domain: field
      .string({ max: 200, pattern: '[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?', expected: 'a domain in lower case' })
      .optional()
      .index()
      .plain(),
    /** Below each answer. */
    signature: field.text({ max: 20_000 }).optional().plain(),
    /** What who opens a ticket is told at once; `{number}` is that of the ticket. Nothing unless given. */
    ack: field.text({ max: 20_000 }).optional().plain(),
    /** Whose its tickets are. */
    teamId: field.ref('team').optional(),
  },
  relations: { team: { to: 'team', via: 'teamId', inverse: 'mailboxes' } },
})

/**
 * An address that customers write to.
 *
 * @example
 * const support: Mailbox = await me.mailboxes.get('m_1')
 * console.log(support.address, support.domain) // support@x.cn tickets.x.cn
 */
export interface Mailbox extends System, RowOf<typeof mailbox.fields> {}

/**
 * What a creation of a mailbox takes.
 *
 * @example
 * const support: MailboxCreate = { address: 'support@x.cn', name: 'X 客服', ack: '您的问题已收到，编号 {number}。' }
 */
export interface MailboxCreate extends CreateOf<typeof mailbox.fields> {}
export type MailboxTypes = EntityOf<typeof mailbox, Mailbox, MailboxCreate>
