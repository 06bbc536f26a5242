import { command } from '@guanxi/core'
import * as z from 'zod'

export const douyinOperations = {
  inbound: {
    douyin: command({
      target: 'collection',
      summary: 'A form of Douyin: a lead, or something of a customer’s who is known already.',
      // As the form sends it: what is in it is for `tickets({ douyin })` to say.
      input: () => z.record(z.string(), z.unknown()),
      output: () =>
        z.strictObject({
          result: z.enum(['created', 'attached', 'duplicate']),
          /** The new lead, or an open one of the same number. */
          leadId: z.string().nullable(),
          /** The customer whose number it is. */
          customer: z.enum(['contact', 'company']).nullable(),
          customerId: z.string().nullable(),
        }),
      errors: ['INVALID'],
    }),
  },
}
