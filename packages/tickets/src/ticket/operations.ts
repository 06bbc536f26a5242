import { command, inputOf, recordOf } from '@guanxi/core'
import * as z from 'zod'
import { newFile } from '../inbound/files/file.ts'

const body = () => z.string().min(1).max(1_000_000)
const stages = () => z.enum(['open', 'pending', 'hold', 'solved'])

/** What a customer or an agent says, as the operations take it. */
const said = () => ({
  body: body(),
  html: z.string().optional(),
  channel: z.string().max(40).optional(),
  mailbox: z.string().max(320).optional(),
  messageId: z.string().max(998).optional(),
  references: z.array(z.string().max(998)).max(200).optional(),
  files: z.array(newFile()).max(100).optional(),
})

export const operations = {
  tickets: {
    open: command({
      target: 'collection',
      summary: 'Take a matter in: the ticket, and the first message of the customer.',
      input: () => z.strictObject({ ticket: inputOf('ticket'), message: z.strictObject(said()).optional() }),
      output: () => recordOf('ticket'),
      errors: ['IDENTITY_REQUIRED'],
    }),
    reply: command({
      target: 'record',
      summary: 'Answer the customer; the ticket waits for him then, unless told.',
      input: () =>
        z.strictObject({
          ...said(),
          /** Into which status it goes; it stays where it is unless told. */
          stage: stages().optional(),
          /** The newest message that was read: `STALE_TICKET` if another has come since. */
          after: z.string().optional(),
          /** The message that a mail answers: the newest of the customer unless told. */
          answers: z.string().optional(),
        }),
      output: () => recordOf('ticketMessage'),
      errors: ['STALE_TICKET', 'TRANSITION_NOT_ALLOWED', 'ADDRESS_SUPPRESSED'],
    }),
    note: command({
      target: 'record',
      summary: 'Write something for colleagues alone.',
      input: () => z.strictObject({ body: body() }),
      output: () => recordOf('ticketMessage'),
    }),
    receive: command({
      target: 'record',
      summary:
        'What the customer says: opens again what waited or was solved, and becomes a follow-up of what was closed.',
      input: () => z.strictObject({ ...said(), contactId: z.string().optional(), automatic: z.boolean().optional() }),
      output: () => z.strictObject({ ticket: recordOf('ticket'), message: recordOf('ticketMessage') }),
    }),
    assign: command({
      target: 'record',
      summary: 'Give it to an agent, a team, or to nobody.',
      input: () =>
        z.strictObject({ ownerId: z.string().nullable().optional(), teamId: z.string().nullable().optional() }),
      output: () => recordOf('ticket'),
    }),
    solve: command({
      target: 'record',
      summary: 'Done, unless the customer says otherwise.',
      input: () => z.strictObject({ resolution: z.string().min(1).optional() }),
      output: () => recordOf('ticket'),
      errors: ['TRANSITION_NOT_ALLOWED'],
    }),
    close: command({
      target: 'record',
      summary: 'It is over: what is said later is another ticket.',
      input: () => z.strictObject({}),
      output: () => recordOf('ticket'),
      errors: ['TRANSITION_NOT_ALLOWED'],
    }),
    link: command({
      target: 'record',
      summary: 'Say that two tickets have to do with each other.',
      input: () =>
        z.strictObject({
          to: z.string(),
          kind: z.enum(['related', 'duplicate', 'parent', 'blocks', 'split_from', 'follow_up']).optional(),
        }),
      output: () => recordOf('ticketLink'),
    }),
    merge: command({
      target: 'record',
      summary: 'Two tickets are one matter: this one is closed, and what is said to it goes to the other.',
      input: () => z.strictObject({ into: z.string() }),
      output: () => recordOf('ticket'),
      errors: ['MERGE_CYCLE', 'TICKET_MERGED'],
    }),
    split: command({
      target: 'record',
      summary: 'Some of its messages are another matter: a ticket of their own.',
      input: () =>
        z.strictObject({ messages: z.array(z.string()).min(1).max(200), subject: z.string().min(1).optional() }),
      output: () => recordOf('ticket'),
    }),
  },
}
