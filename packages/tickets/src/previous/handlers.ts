import type { CoreTypes, HandlersOf } from '@guanxi/core'
import type { Inside } from '../sla/inside.ts'
import type { Ticket } from '../ticket/ticket.ts'
import type { TicketsTypes } from '../types.ts'
import type { previousOfTicket } from './operations.ts'

export const previousHandlers: HandlersOf<CoreTypes & TicketsTypes, { tickets: typeof previousOfTicket }> = {
  tickets: {
    async context({ crm }, { id, limit = 5 }) {
      const ticket = await crm.tickets.get(id)
      const { contactId, companyId } = ticket
      const own = contactId === null ? [] : await solved(crm, ticket, { contactId }, limit)
      const left = limit - own.length
      const known = new Set(own.map((one) => one.id))
      // Colleagues of his, whose matters were others.
      const others =
        companyId === null || left === 0
          ? []
          : (await solved(crm, ticket, { companyId }, limit)).filter((one) => !known.has(one.id)).slice(0, left)
      return { previous: [...own, ...others].map(told) }
    },
  },
}

/** What was solved of a customer's, the last one first, as far as the actor may read it. */
async function solved(
  crm: Inside['crm'],
  { id, createdAt }: Ticket,
  whose: { contactId: string } | { companyId: string },
  limit: number,
) {
  const { items } = await crm.tickets.list({
    where: { ...whose, id: { ne: id }, createdAt: { lte: createdAt }, solvedAt: { ne: null }, mergedIntoId: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    limit,
  })
  return items
}

/** A field that the actor may not read is not there. */
const told = ({
  id,
  number,
  subject,
  type,
  category,
  resolution,
  solvedAt,
  contactId,
}: Partial<Ticket> & Pick<Ticket, 'id' | 'number'>) => ({
  ...{ id, number, subject: subject ?? null, type: type ?? null, category: category ?? null },
  ...{ resolution: resolution ?? null, solvedAt: solvedAt ?? null, contactId: contactId ?? null },
})
