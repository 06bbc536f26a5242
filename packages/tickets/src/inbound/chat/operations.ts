import { command, query } from '@guanxi/core'
import * as z from 'zod'

const channel = () => z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'expected a short word, such as wechat')

/** What a customer writes on a chat channel. */
const written = () => ({
  /** The account of the host's that he writes to. */
  account: z.string().min(1).max(100).optional(),
  /** His own id on the channel. */
  user: z.string().min(1).max(200),
  /** Its id on the channel: what comes twice is one message. */
  messageId: z.string().min(1).max(200),
  text: z.string().min(1).max(100_000).optional(),
  /** What it is; only its kind is kept where there is no text. */
  type: z.enum(['text', 'image', 'voice', 'video', 'file', 'link', 'location']).optional(),
  /** When he sent it; now unless told. */
  at: z.iso.datetime({ offset: true }).optional(),
  /** As he calls himself. */
  name: z.string().min(1).max(200).optional(),
})

const result = () =>
  z.strictObject({
    result: z.enum(['created', 'appended', 'reopened', 'follow_up', 'duplicate']),
    deduped: z.boolean(),
    ticketId: z.string(),
    contactId: z.string(),
  })

export const chatOperations = {
  inbound: {
    wechat: command({
      target: 'collection',
      summary: 'A customer writes on WeChat.',
      input: () => z.strictObject(written()),
      output: result,
    }),
    wecom: command({
      target: 'collection',
      summary: 'A customer writes on WeCom.',
      input: () => z.strictObject(written()),
      output: result,
    }),
    chat: command({
      target: 'collection',
      summary: 'A customer writes on a chat channel of the host’s or of another plugin’s.',
      input: () => z.strictObject({ channel: channel(), ...written() }),
      output: result,
    }),
  },
}

export const chatOfTicket = {
  session: query({
    target: 'record',
    summary: 'Whether the customer may be written to on a chat channel now, and until when.',
    input: () => z.strictObject({ channel: channel().optional() }),
    output: () =>
      z.strictObject({
        channel: z.string(),
        /** False: what is sent now would be refused. */
        open: z.boolean(),
        /** Until when it is open, or since when it is not; null where there is no limit, or where he has never written. */
        closesAt: z.string().nullable(),
        account: z.string().nullable(),
        user: z.string().nullable(),
      }),
    errors: ['NOT_FOUND'],
  }),
  delivered: command({
    target: 'record',
    summary: 'What became of a message that was to be sent.',
    input: () => z.strictObject({ messageId: z.string(), delivery: z.enum(['sent', 'failed']) }),
    output: () => z.void(),
    errors: ['NOT_FOUND', 'REFERENCE_NOT_FOUND'],
  }),
}
