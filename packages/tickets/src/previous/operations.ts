import { query } from '@guanxi/core'
import * as z from 'zod'

export const previousOfTicket = {
  context: query({
    target: 'record',
    summary: 'What an agent should know before he speaks: how earlier matters of the same customer were resolved.',
    input: () => z.strictObject({ limit: z.int().min(1).max(50).optional() }),
    output: () =>
      z.strictObject({
        /** The last one first; those of the same person before those of his company. */
        previous: z.array(
          z.strictObject({
            id: z.string(),
            number: z.int(),
            subject: z.string().nullable(),
            type: z.string().nullable(),
            category: z.string().nullable(),
            resolution: z.string().nullable(),
            solvedAt: z.string().nullable(),
            contactId: z.string().nullable(),
          }),
        ),
      }),
    errors: ['NOT_FOUND'],
  }),
}
