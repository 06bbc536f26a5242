import { command, query } from '@guanxi/core'
import * as z from 'zod'
import { ticketTypes } from '../ticket/ticket.ts'
import { mailResults } from './email/book.ts'
import { newFile } from './files/file.ts'

const taken = () =>
  z.strictObject({
    result: z.enum(mailResults),
    /** Null where a mail is no ticket's: it came back from ourselves, or reports of a mail that nobody knows. */
    ticketId: z.string().nullable(),
    messageId: z.string().nullable(),
  })

export const form = () =>
  z.strictObject({
    name: z.string().min(1).max(200).optional(),
    email: z.email().max(320).optional(),
    phone: z.string().min(1).max(100).optional(),
    subject: z.string().min(1).max(500),
    body: z.string().min(1).max(1_000_000),
    type: z.enum(ticketTypes).optional(),
    category: z.string().min(1).max(100).optional(),
    /** Of the form as it was sent: the same once more is `duplicate`. */
    externalId: z.string().min(1).max(255).optional(),
    /** From which mailbox it is answered. */
    mailbox: z.string().min(1).max(320).optional(),
    files: z.array(newFile()).max(100).optional(),
  })

/** Of a ticket. */
export const inboundOfTicket = {
  file: query({
    target: 'record',
    summary: 'What an attachment of one of its messages holds, or the mail that it came as.',
    input: () => z.strictObject({ message: z.string(), hash: z.string().length(64) }),
    output: () => z.strictObject({ name: z.string(), type: z.string(), size: z.int(), data: z.string() }),
    errors: ['NOT_FOUND'],
  }),
  filed: command({
    target: 'record',
    summary: 'Somebody else keeps a file from now on.',
    input: () => z.strictObject({ hash: z.string().length(64) }),
    output: () => z.void(),
  }),
  deliveries: query({
    target: 'record',
    summary: 'The mails that came in for it, as each mailbox got them.',
    input: () => z.strictObject({}),
    output: () =>
      z.array(
        z.strictObject({
          at: z.string(),
          mailbox: z.string(),
          messageId: z.string(),
          sender: z.string(),
          result: z.enum(mailResults),
        }),
      ),
  }),
}

export const inboundOperations = {
  inbound: {
    accept: command({
      target: 'collection',
      summary: 'Store what came in on a channel, and take it as soon as a worker is free.',
      input: () => z.strictObject({ channel: z.string().min(1).max(40), payload: z.unknown() }),
      output: () => z.void(),
    }),
    email: command({
      target: 'collection',
      summary: 'Take a mail in: what it answers, or a ticket of its own.',
      input: () =>
        z.strictObject({
          /** The mail as it came, in base64; or as a text, where it is one of Unicode. */
          raw: z.string().min(1).max(70_000_000),
          encoding: z.enum(['base64', 'text']).optional(),
          /** The address of the mailbox that it was fetched from. */
          mailbox: z.string().min(1).max(320),
        }),
      output: taken,
      errors: ['MAIL_REFUSED', 'REFERENCE_NOT_FOUND'],
    }),
    form: command({
      target: 'collection',
      summary: 'Take in what somebody has written into a form of a web page.',
      input: form,
      output: taken,
      errors: ['IDENTITY_REQUIRED', 'REFERENCE_NOT_FOUND'],
    }),
  },
  mail: {
    delivered: command({
      target: 'collection',
      summary: 'Write down what became of a mail that was sent.',
      input: () =>
        z.strictObject({
          /** Its Message-ID. */
          mail: z.string().min(1).max(998),
          delivery: z.enum(['sent', 'failed']),
          /** The Message-ID that the server gave it instead. */
          sentAs: z.string().min(1).max(250).optional(),
        }),
      output: () => z.void(),
      errors: ['REFERENCE_NOT_FOUND'],
    }),
    suppressed: query({
      target: 'collection',
      summary: 'The addresses that nothing is sent to, for mail to them came back.',
      input: () => z.strictObject({}),
      output: () =>
        z.array(z.strictObject({ address: z.string(), suppressedAt: z.string(), reason: z.string().nullable() })),
    }),
    release: command({
      target: 'collection',
      summary: 'Send to an address again.',
      input: () => z.strictObject({ address: z.string().min(1).max(320) }),
      output: () => z.strictObject({ released: z.boolean() }),
    }),
  },
}
