import { command, query } from '@guanxi/core'
import * as z from 'zod'

const token = () => z.string().min(1).max(200)
const solution = { ticketId: z.string(), cycle: z.int().min(1) }

export const surveyOperations = {
  surveys: {
    form: query({
      target: 'collection',
      summary: 'What a customer is asked. To look at it is no answer: whatever follows links may.',
      input: () => z.strictObject({ token: token() }),
      output: () =>
        z.strictObject({
          number: z.int(),
          subject: z.string(),
          scale: z.tuple([z.int(), z.int()]),
          expiresAt: z.string(),
          answered: z.boolean(),
        }),
      errors: ['NOT_FOUND', 'SURVEY_OVER'],
    }),
    answer: command({
      target: 'collection',
      summary: 'What the customer says, once.',
      input: () =>
        z.strictObject({ token: token(), score: z.int().min(0).max(10), comment: z.string().max(10_000).optional() }),
      output: () => z.strictObject({ number: z.int(), score: z.int(), answeredAt: z.string() }),
      errors: ['NOT_FOUND', 'ALREADY_ANSWERED', 'SURVEY_OVER'],
    }),
    ask: command({
      target: 'collection',
      summary: 'The time has come to ask about a solution, if the ticket is still solved.',
      input: () => z.strictObject(solution),
      output: () => z.strictObject({ asked: z.boolean() }),
    }),
    withdraw: command({
      target: 'collection',
      summary: 'The customer is not asked about a solution; what he was sent is no use to him any more.',
      input: () => z.strictObject({ ...solution, reason: z.string().min(1).max(100) }),
      output: () => z.strictObject({ withdrawn: z.boolean() }),
      errors: ['NOT_FOUND'],
    }),
    alert: command({
      target: 'collection',
      summary: 'The supervisor gets a task about a low score, once.',
      input: () => z.strictObject(solution),
      output: () => z.strictObject({ taskId: z.string().nullable() }),
    }),
  },
}
