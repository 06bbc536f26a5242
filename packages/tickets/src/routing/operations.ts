import { command, query } from '@guanxi/core'
import * as z from 'zod'
import { statuses } from './agent.ts'
import { waitReasons } from './wait.ts'

const user = () => z.string().min(1).max(200)
const channel = () => z.string().min(1).max(40)
const status = () => z.enum(statuses)
const levels = () => z.record(z.string().min(1).max(100), z.int().min(1).max(10))
const nothing = () => z.void()
const state = () =>
  z.strictObject({
    user: z.string(),
    channel: z.string(),
    status: status(),
    capacity: z.int(),
    /** How many open tickets he has. */
    used: z.int(),
    skills: levels(),
  })

export const routingOperations = {
  routing: {
    setAgent: command({
      target: 'collection',
      summary: 'How much somebody takes, in a channel or in all of them; he gets what waits for him.',
      elevate: true,
      input: () =>
        z.strictObject({
          user: user(),
          /** `all` unless told: every channel in which he has no state of its own. */
          channel: channel().optional(),
          status: status(),
          /** How many open tickets at once; 10 at first, unless told. */
          capacity: z.int().min(0).max(10_000).optional(),
        }),
      output: state,
    }),
    setStatus: command({
      target: 'collection',
      summary: 'Whether I take tickets now.',
      elevate: true,
      input: () => z.strictObject({ channel: channel().optional(), status: status() }),
      output: state,
    }),
    skills: command({
      target: 'collection',
      summary: 'What somebody knows, and how well; he gets what waits for that.',
      elevate: true,
      input: () => z.strictObject({ user: user(), skills: levels() }),
      output: nothing,
    }),
    agents: query({
      target: 'collection',
      summary: 'Who takes how much, has how much, and knows what.',
      input: () => z.strictObject({ user: user().optional() }),
      output: () => z.array(state()),
    }),
    route: command({
      target: 'collection',
      summary: 'Find somebody for a ticket, or say where it stands in line.',
      elevate: true,
      input: () => z.strictObject({ ticketId: z.string() }),
      output: () =>
        z.union([
          z.strictObject({ ownerId: z.string(), teamId: z.string().nullable() }),
          z.strictObject({
            queued: z.literal(true),
            queueId: z.string(),
            position: z.int(),
            reason: z.enum(waitReasons).nullable(),
          }),
        ]),
      errors: ['NOT_FOUND', 'NOT_ROUTABLE'],
    }),
    widen: command({
      target: 'collection',
      summary: 'A ticket has waited long enough for somebody with the skills: anybody of the team will do.',
      input: () => z.strictObject({ ticketId: z.string() }),
      output: nothing,
    }),
    drain: command({
      target: 'collection',
      summary: 'Lets somebody take what waits for him, or finds somebody for what has come and was not looked at yet.',
      input: () => z.strictObject({ user: user().optional() }),
      output: nothing,
    }),
    sort: command({
      target: 'collection',
      summary: 'Puts what nobody has into the queues as they are now, batch by batch.',
      input: () => z.strictObject({ after: z.string().optional() }),
      output: nothing,
    }),
    recount: command({
      target: 'collection',
      summary: 'Counts again how much somebody has.',
      input: () => z.strictObject({ user: user() }),
      output: nothing,
    }),
  },
}
