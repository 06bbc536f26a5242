import { command, query } from '@guanxi/core'
import * as z from 'zod'

const others = () =>
  z.array(
    z.strictObject({
      userId: z.string(),
      mode: z.enum(['viewing', 'replying']),
      since: z.string(),
      until: z.string(),
    }),
  )

const draft = () =>
  z.strictObject({
    body: z.string(),
    after: z.string().nullable(),
    at: z.string(),
  })

export const presenceOfTicket = {
  presence: command({
    target: 'record',
    summary: 'Says that the actor looks at a ticket or writes an answer, for half a minute, and hears who else does.',
    input: () =>
      z.strictObject({
        /** `gone`: not any more. */
        mode: z.enum(['viewing', 'replying', 'gone']),
        /** For how many seconds. */
        ttl: z.int().min(5).max(600).optional(),
      }),
    output: others,
    fleeting: true,
    errors: ['NOT_FOUND'],
  }),
  present: query({
    target: 'record',
    summary: 'Who else is at a ticket just now.',
    input: () => z.strictObject({}),
    output: others,
    errors: ['NOT_FOUND'],
  }),
  draft: command({
    target: 'record',
    summary: 'Keeps what the actor has begun to write about a ticket; nothing of it, when it is empty.',
    input: () => z.strictObject({ body: z.string().max(1_000_000), after: z.string().max(64).nullable().optional() }),
    output: () => z.nullable(draft()),
    fleeting: true,
    errors: ['NOT_FOUND'],
  }),
  drafted: query({
    target: 'record',
    summary: 'What the actor has begun to write about a ticket.',
    input: () => z.strictObject({}),
    output: () => z.nullable(draft()),
    errors: ['NOT_FOUND'],
  }),
}
