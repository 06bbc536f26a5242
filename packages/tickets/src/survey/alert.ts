import type { Inside } from '../sla/inside.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { titled } from '../ticket/titled.ts'
import { rulesOf, type SurveyOptions } from './options.ts'
import type { Solution } from './token.ts'

/** Somebody looks at what went wrong: one task, the tag, and a fact that names whom to tell. */
export async function alert(context: Inside, options: SurveyOptions, solution: Solution): Promise<string | null> {
  const { crm, table, emit, actor } = context
  const { ticketId, cycle } = solution
  const { alertBelow, tag, ...rules } = rulesOf(options, actor.tenant)
  await table('ticket').hold([ticketId])
  const [survey] = await table('survey').all({ ticketId, cycle })
  const ticket = await crm.tickets.get(ticketId)
  if (survey === undefined) return null
  const { score, comment, taskId } = survey
  if (taskId !== null || score === null || score >= alertBelow) return taskId
  const supervisor = rules.supervisor ?? (await managerOf(context, ticket))
  const { companyId, contactId } = ticket
  const task = await crm.tasks.create({
    ...{ title: `${titled(ticket)}: ${score}/10`, body: comment, priority: 'high' },
    ...{ companyId, contactId, ownerId: supervisor },
  })
  await table('survey').update({ id: survey.id }, { taskId: task.id })
  await crm.tickets.update(ticketId, { tags: { add: [tag] } })
  const notify = supervisor === null ? [] : [supervisor]
  emit('survey.low', { cycle, score, taskId: task.id, notify }, { entity: 'ticket', recordId: ticketId })
  return task.id
}

/** Whom the one who has the ticket reports to. */
async function managerOf({ crm }: Inside, { ownerId }: Ticket): Promise<string | null> {
  if (ownerId === null) return null
  const { items } = await crm.members.list({ where: { userId: ownerId }, include: { manager: true }, limit: 1 })
  return items[0]?.manager?.userId ?? null
}
