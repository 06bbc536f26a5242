import { command, recordOf } from '@guanxi/core'
import * as z from 'zod'

export const sentimentOfTicket = {
  mood: command({
    target: 'record',
    summary: 'How the customer feels, from -1 to 1: an angry one is looked at sooner.',
    input: () => z.strictObject({ score: z.number().min(-1).max(1) }),
    output: () => recordOf('ticket'),
    errors: ['NOT_FOUND'],
  }),
}
