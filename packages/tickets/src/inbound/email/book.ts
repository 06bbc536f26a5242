import { defineEntity, field, type RowOf } from '@guanxi/core'

/** What became of a mail that came in. */
export const mailResults = ['created', 'appended', 'follow_up', 'duplicate', 'loop_dropped', 'bounce_recorded'] as const
export type MailResult = (typeof mailResults)[number]

/** Each mail as each mailbox got it. */
export const mailDelivery = defineEntity({
  name: 'mailDelivery',
  plural: 'mailDeliveries',
  keeping: 'log',
  fields: {
    at: field.datetime(),
    mailbox: field.string({ max: 320 }).plain(),
    messageId: field.string({ max: 250 }).plain(),
    sender: field.string({ max: 320 }).pii(),
    result: field.enum(mailResults),
    ticketId: field.ref('ticket').optional(),
    /** The message of the ticket. */
    recordId: field.string().optional().plain(),
    /** The hash of it as it came. */
    raw: field.string({ max: 64 }).plain(),
  },
  indexes: [['messageId'], ['ticketId']],
})

/** What is remembered of addresses: when a machine last wrote there, and whether they are still there. */
export const mailAddress = defineEntity({
  name: 'mailAddress',
  plural: 'mailAddresses',
  keeping: 'log',
  fields: {
    address: field.string({ max: 320 }).optional().pii(),
    /** Whose it is: with him it is forgotten. */
    contactId: field.ref('contact').optional(),
    ackedAt: field.datetime().optional(),
    /** Mail to it came back for good: nothing is sent there. */
    suppressedAt: field.datetime().optional(),
    reason: field.string({ max: 200 }).optional().plain(),
  },
  unique: [['address']],
  indexes: [['suppressedAt']],
})

interface MailDelivery extends RowOf<typeof mailDelivery.fields> {
  readonly id: string
}
interface MailAddress extends RowOf<typeof mailAddress.fields> {
  readonly id: string
}

/** Logs have no operations: their types have rows alone. */
export interface MailLogTypes {
  mailDelivery: { row: MailDelivery }
  mailAddress: { row: MailAddress }
}
