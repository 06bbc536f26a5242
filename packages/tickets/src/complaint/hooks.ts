import type { CoreTypes, Done, EntityHooks } from '@guanxi/core'
import { isOver } from '../ticket/over.ts'
import type { Ticket } from '../ticket/ticket.ts'
import type { TicketsTypes } from '../types.ts'

/** What becomes of a complaint is told to sales, as soon as it is true. */
export const complaintHooks: EntityHooks<CoreTypes & TicketsTypes, 'ticket'> = {
  actions: ['create', 'update', 'move'],
  async afterWrite(changes, { later }) {
    for (const change of changes)
      if (isNews(change)) await later({ key: `sales ${change.id}` }).tickets.tellSales(change.id, {})
  },
}

const watched = ['type', 'companyId', 'contactId', 'stage', 'resolution', 'mergedIntoId'] as const

/** Sales has a task about it, or should have one, and something has changed that matters to them. */
function isNews({ before, after }: Done<Ticket>): boolean {
  if (after.salesTaskId === null && after.type !== 'complaint') return false
  if (before === null) return after.companyId !== null || after.contactId !== null
  const changed = watched.filter((name) => before[name] !== after[name])
  // From one status of work to another is nothing to them.
  if (changed.length === 1 && changed[0] === 'stage') return isOver(before.stage) !== isOver(after.stage)
  return changed.length > 0
}
