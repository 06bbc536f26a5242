import { command } from '@guanxi/core'
import * as z from 'zod'
import { severities } from './alarm.ts'

export const deviceOperations = {
  inbound: {
    device: command({
      target: 'collection',
      summary: 'A device reports a fault, or that it is over: one ticket, however often it says so.',
      input: () =>
        z.strictObject({
          serial: z.string().min(1).max(200),
          /** The device's own name of the fault. */
          code: z.string().min(1).max(100),
          /** A fault, unless told. */
          kind: z.enum(['fire', 'clear']).optional(),
          /** It makes the priority of the ticket: `info` low, `major` high, `critical` urgent, normal else. */
          severity: z.enum(severities).optional(),
          /** When it was noticed; now unless told. */
          at: z.iso.datetime({ offset: true }).optional(),
          text: z.string().min(1).max(10_000).optional(),
        }),
      output: () =>
        z.strictObject({
          result: z.enum(['created', 'counted', 'reopened', 'cleared', 'ignored']),
          ticketId: z.string().nullable(),
          /** How often the fault was reported for this ticket. */
          count: z.int(),
        }),
      errors: ['DEVICE_UNKNOWN'],
    }),
  },
}
