import type { Inside } from '../sla/inside.ts'
import { isOver } from '../ticket/over.ts'
import { rulesOf, type SurveyOptions } from './options.ts'
import { hashOf, type Solution, tokenOf } from './token.ts'

/** The ticket of a solution, if it is still that which counts. */
async function standing({ crm }: Pick<Inside, 'crm'>, { ticketId, cycle }: Solution) {
  const ticket = await crm.tickets.get(ticketId)
  return isOver(ticket.stage) && ticket.reopened + 1 === cycle && ticket.mergedIntoId === null ? ticket : undefined
}

/** Asks the customer about a solution, if it still stands and nobody has asked. */
export async function ask(context: Inside, options: SurveyOptions, solution: Solution): Promise<boolean> {
  const { table, emit, add, now, actor } = context
  const { expires, when } = rulesOf(options, actor.tenant)
  const { ticketId, cycle } = solution
  // Who opens it again has done so, or waits.
  await table('ticket').hold([ticketId])
  const ticket = await standing(context, solution)
  if (ticket === undefined || ticket.contactId === null) return false
  if ((await table('survey').all({ ticketId, cycle })).length > 0) return false
  if ((await table('ticket').all({ and: [{ id: ticketId }, when] })).length === 0) return false
  const { contactId, ownerId } = ticket
  const expiresAt = add(now, expires)
  const tokenHash = await hashOf(await tokenOf(options.secret, solution))
  const open = (await options.reachable?.(context, ticket)) ?? true
  const state = open ? { state: 'sent' as const } : { state: 'withdrawn' as const, reason: 'session_closed' }
  await table('survey').insert([
    { ...{ ticketId, cycle, contactId, ownerId, tokenHash, expiresAt }, sentAt: now, ...state },
  ])
  if (!open) return false
  await table('ticket').set(ticketId, { surveyedAt: now })
  emit('survey.sent', { cycle, contactId, expiresAt }, { entity: 'ticket', recordId: ticketId })
  return true
}
