import { command, query, recordOf } from '@guanxi/core'
import * as z from 'zod'

export const macroOfTicket = {
  applyMacro: command({
    target: 'record',
    summary: 'Does to a ticket what a macro says: all of it, or nothing.',
    input: () =>
      z.strictObject({
        macroId: z.string(),
        /** The newest message that was read: `STALE_TICKET` if another has come since. */
        after: z.string().optional(),
      }),
    output: () => z.strictObject({ ticket: recordOf('ticket'), draft: z.string().nullable() }),
    errors: ['NOT_FOUND', 'TRANSITION_NOT_ALLOWED', 'STALE_TICKET'],
  }),
}

export const macroOperations = {
  cannedReplies: {
    find: query({
      target: 'collection',
      summary: 'The text under a shortcut, in the nearest language that there is; for a ticket with its values.',
      input: () =>
        z.strictObject({
          shortcut: z.string().min(1).max(60),
          locale: z.string().min(1).max(35).optional(),
          ticketId: z.string().optional(),
        }),
      output: () => z.strictObject({ reply: recordOf('cannedReply'), body: z.string() }),
      errors: ['NOT_FOUND'],
    }),
  },
}
