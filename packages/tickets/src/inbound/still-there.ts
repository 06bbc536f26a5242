import { isCrmError } from '@guanxi/core'
import { rootOf } from '../ticket/merge.ts'
import type { Ticket } from '../ticket/ticket.ts'
import type { Inside } from './inside.ts'

/** A ticket that something was about; what it was merged into goes on with it. Undefined where one of them was thrown away. */
export async function stillThere({ crm }: Inside, id: string): Promise<Ticket | undefined> {
  try {
    return await rootOf({ crm }, await crm.tickets.get(id))
  } catch (error) {
    if (isCrmError(error, 'NOT_FOUND')) return undefined
    throw error
  }
}
