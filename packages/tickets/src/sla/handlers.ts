import { type CoreTypes, CrmError, type HandlersOf, invalid } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'
import { asItIs, bring } from './bring.ts'
import type { SlaClock } from './clock-table.ts'
import { escalate } from './escalate.ts'
import type { Inside } from './inside.ts'
import type { slaOfTicket, slaOperations } from './operations.ts'
import { report } from './report.ts'
import type { Calendars } from './work-time.ts'

const open = ['running', 'paused', 'breached'] as const

export const slaHandlers = (
  calendars: Calendars,
): HandlersOf<CoreTypes & TicketsTypes, { tickets: typeof slaOfTicket } & typeof slaOperations> => ({
  tickets: {
    sla: (context, { id }) => report(context, calendars, id),
    async ring(context, { id }) {
      await context.crm.tickets.get(id)
      const tickets = await context.table('ticket').hold([id])
      await bring(context, calendars, tickets.map(asItIs), 'ring')
    },
    escalate: (context, { id, ...which }) => escalate(context, id, which),
  },
  sla: {
    async recompute(context, { calendarId, policyId, ticketIds }) {
      if (ticketIds !== undefined) {
        if (calendarId !== undefined || policyId !== undefined)
          throw invalid('ticketIds', 'says already which clocks', 'Leave the policy and the calendar away.')
        return { changed: await bringAll(context, calendars, ticketIds) }
      }
      if (calendarId !== undefined) await there(context, 'businessCalendar', calendarId)
      if (policyId !== undefined) await there(context, 'slaPolicy', policyId)
      const byId = policyId === undefined ? {} : { id: policyId }
      const byCalendar = calendarId === undefined ? {} : { calendarId }
      let changed = 0
      for (const { id } of await context.table('slaPolicy').all({ ...byId, ...byCalendar }, 'with'))
        for await (const page of context.table('slaClock').pages({ policyId: id, state: { in: open } }))
          changed += await bringAll(context, calendars, ticketsOf(page))
      return { changed }
    },
    async follow(context, { policyId, after = '' }) {
      await there(context, 'slaPolicy', policyId)
      const key = `sla policy ${policyId}`
      for await (const page of context.table('slaClock').pages({ policyId, state: { in: open }, id: { gt: after } })) {
        const ticketIds = ticketsOf(page)
        // Each batch is a call of its own: nobody waits for all of it, and several workers share it.
        await context.later({ key: `${key} ${after}` }).sla.recompute({ ticketIds })
        const last = page.at(-1)
        if (page.length === 1000 && last !== undefined)
          await context.later({ key }).sla.follow({ policyId, after: last.id })
        return { tickets: ticketIds.length }
      }
      return { tickets: 0 }
    },
  },
})

/** What was thrown away is still there. */
async function there({ table }: Inside, entity: 'slaPolicy' | 'businessCalendar', id: string): Promise<void> {
  if ((await table(entity).all({ id }, 'with')).length === 0) throw new CrmError('NOT_FOUND', { details: { entity } })
}

async function bringAll(context: Inside, calendars: Calendars, ids: readonly string[]): Promise<number> {
  const tickets = await context.table('ticket').hold(ids)
  return bring(context, calendars, tickets.map(asItIs), 'change')
}

const ticketsOf = (page: readonly SlaClock[]): string[] => [...new Set(page.map(({ ticketId }) => ticketId))]
