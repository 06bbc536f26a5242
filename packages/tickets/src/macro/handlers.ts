import { type CoreTypes, CrmError, type HandlersOf } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'
import { apply } from './apply.ts'
import { nearestLocale } from './locale.ts'
import type { macroOfTicket, macroOperations } from './operations.ts'
import { filled } from './values.ts'

type Operations = { tickets: typeof macroOfTicket } & typeof macroOperations

export const macroHandlers: HandlersOf<CoreTypes & TicketsTypes, Operations> = {
  tickets: {
    applyMacro: (context, input) => apply(context, input),
  },
  cannedReplies: {
    async find(context, { shortcut, locale = '*', ticketId }) {
      const { items } = await context.crm.cannedReplies.list({ where: { shortcut }, limit: 200 })
      const nearest = nearestLocale(
        locale,
        items.map((one) => one.locale),
      )
      const reply = items.find((one) => one.locale === nearest)
      if (reply === undefined) throw new CrmError('NOT_FOUND', { details: { entity: 'cannedReply', path: 'shortcut' } })
      if (ticketId === undefined) return { reply, body: reply.body }
      await context.crm.tickets.get(ticketId)
      return { reply, body: await filled(context, ticketId, reply.body) }
    },
  },
}
