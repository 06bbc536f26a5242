import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'
import type { complaintOfTicket } from './operations.ts'
import { tellSales } from './tell-sales.ts'

export const complaintHandlers: HandlersOf<CoreTypes & TicketsTypes, { tickets: typeof complaintOfTicket }> = {
  tickets: {
    async tellSales(context, { id }) {
      return { taskId: await tellSales(context, id) }
    },
  },
}
