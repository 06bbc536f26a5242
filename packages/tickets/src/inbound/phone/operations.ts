import { command, query, recordOf } from '@guanxi/core'
import * as z from 'zod'

const number = () => z.string().min(1).max(100)
const region = () => z.string().regex(/^[A-Z]{2}$/, 'expected a country, ISO 3166-1 alpha-2, such as CN')
const direction = () => z.enum(['in', 'out'])
const state = () => z.enum(['ringing', 'answered', 'missed', 'ended'])

const pop = () => ({
  /** As it is compared: `+8613800138000`. */
  number: z.string(),
  /** Null where it is not certain which number it is. */
  e164: z.string().nullable(),
  /** Whose number it is, the newest first, at most five. */
  matches: z.array(
    z.strictObject({
      /** One of them: whose number it is. */
      contact: z.nullable(recordOf('contact')),
      company: z.nullable(recordOf('company')),
      openTickets: z.array(recordOf('ticket')),
      recentTickets: z.array(recordOf('ticket')),
      recentOrders: z.array(recordOf('order')),
      recentActivities: z.array(recordOf('activity')),
    }),
  ),
  /** The last calls of this number, the newest first. */
  calls: z.array(recordOf('call')),
})

export const phoneOperations = {
  inbound: {
    call: command({
      target: 'collection',
      summary: 'A call comes in, or goes on: it is logged once, and who calls is shown.',
      input: () =>
        z.strictObject({
          /** Of the telephone system: what it says of one call is one line of the log. */
          callId: z.string().min(1).max(200),
          number: number(),
          /** Where it is dialled, if that is not where the instance is: `CN`. */
          region: region().optional(),
          direction: direction().optional(),
          state: state().optional(),
          at: z.iso.datetime({ offset: true }).optional(),
          /** Seconds. */
          duration: z.int().min(0).max(604_800).optional(),
        }),
      output: () => z.strictObject({ ...pop(), deduped: z.boolean() }),
    }),
    pop: query({
      target: 'collection',
      summary: 'Who is at a number, with what is open, and what was lately.',
      input: () => z.strictObject({ number: number(), region: region().optional() }),
      output: () => z.strictObject(pop()),
    }),
  },
}
