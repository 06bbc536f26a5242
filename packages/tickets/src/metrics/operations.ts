import { query } from '@guanxi/core'
import * as z from 'zod'
import { clocks } from './figures.ts'

const instant = () => z.iso.datetime({ offset: true })
/** From an instant on, before another. */
const period = () => ({ from: instant(), to: instant() })
const clock = () => z.enum(clocks)

/** Seconds by the clock of the report; null of nothing. */
const statistic = () =>
  z.strictObject({
    n: z.int(),
    /** Where their number is even, what is between the two in the middle. */
    median: z.number().nullable(),
    /** The nearest rank. */
    p90: z.number().nullable(),
  })

const reopened = () => z.strictObject({ n: z.int(), rate: z.number().nullable() })

/** Which tickets a figure speaks of. */
const populations = () => ({
  firstReply: z.literal('first_replied_in_period'),
  resolution: z.literal('last_solved_in_period'),
})

export const metricOperations = {
  metrics: {
    agents: query({
      target: 'collection',
      summary: 'How fast agents answered and solved: of what was theirs when they did. Nobody is userId null.',
      input: () => z.strictObject({ ...period(), clock: clock() }),
      output: () =>
        z.strictObject({
          ...period(),
          clock: clock(),
          population: z.strictObject(populations()),
          agents: z.array(
            z.strictObject({
              userId: z.string().nullable(),
              firstReply: statistic(),
              resolution: statistic(),
              /** Of what they solved: what had been opened again before. */
              reopened: reopened(),
            }),
          ),
        }),
    }),
    service: query({
      target: 'collection',
      summary: 'How fast the desk answered and solved, and how much of what came in the period it has solved by now.',
      input: () => z.strictObject({ ...period(), clock: clock() }),
      output: () =>
        z.strictObject({
          ...period(),
          clock: clock(),
          population: z.strictObject({ ...populations(), created: z.literal('created_in_period') }),
          firstReply: statistic(),
          resolution: statistic(),
          reopened: reopened(),
          /** What was opened again has not been solved. */
          created: z.strictObject({ n: z.int(), solved: z.int(), rate: z.number().nullable() }),
        }),
    }),
    backlog: query({
      target: 'collection',
      summary: 'What is to be done, or was at an instant: by what it is today.',
      input: () =>
        z.strictObject({
          at: instant().optional(),
          by: z.enum(['priority', 'ownerId', 'teamId', 'category', 'channel', 'type', 'stage']).optional(),
        }),
      output: () =>
        z.strictObject({
          at: z.string(),
          population: z.literal('created_and_not_solved_for_good_at_that_time'),
          n: z.int(),
          rows: z.array(z.strictObject({ key: z.string().nullable(), n: z.int(), oldest: z.string() })),
        }),
    }),
    sla: query({
      target: 'collection',
      summary: 'Of how many tickets promises were kept that came to their end in a period.',
      input: () => z.strictObject(period()),
      output: () =>
        z.strictObject({
          ...period(),
          population: z.literal('tickets_with_a_clock_that_was_fulfilled_or_breached_in_period'),
          metrics: z.array(
            z.strictObject({
              metric: z.string(),
              n: z.int(),
              /** None of these clocks was late. */
              kept: z.int(),
              breached: z.int(),
              rate: z.number(),
            }),
          ),
        }),
    }),
    complaints: query({
      target: 'collection',
      summary: 'What customers complain of, by product and cause, and whether it becomes less, month by month.',
      input: () => z.strictObject(period()),
      output: () =>
        z.strictObject({
          ...period(),
          population: z.literal('complaints_created_in_period'),
          n: z.int(),
          rows: z.array(
            z.strictObject({
              productId: z.string().nullable(),
              cause: z.string().nullable(),
              n: z.int(),
              /** Of all complaints of the period. */
              share: z.number(),
            }),
          ),
          series: z.array(
            z.strictObject({
              /** Its first day. */
              month: z.string(),
              n: z.int(),
              /** Against the first month; null where that had none. */
              delta: z.number().nullable(),
            }),
          ),
        }),
    }),
  },
}
