import { command } from '@guanxi/core'
import * as z from 'zod'

export const complaintOfTicket = {
  tellSales: command({
    target: 'record',
    summary: 'Whoever looks after the customer of a complaint has a task for as long as it is open.',
    input: () => z.strictObject({}),
    output: () => z.strictObject({ taskId: z.string().nullable() }),
  }),
}
