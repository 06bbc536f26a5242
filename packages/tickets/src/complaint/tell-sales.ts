import type { Task } from '@guanxi/core'
import type { Inside } from '../sla/inside.ts'
import { isOver } from '../ticket/over.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { titled } from '../ticket/titled.ts'

/** Brings the task of sales in line with the complaint: there while it is open, done with its resolution when it is over. */
export async function tellSales(context: Inside, id: string): Promise<string | null> {
  const { crm, table } = context
  await crm.tickets.get(id)
  await table('ticket').hold([id])
  const ticket = await crm.tickets.get(id)
  const task = await taskOf(context, ticket)
  if (ticket.mergedIntoId !== null) return task === undefined ? null : passOn(context, ticket, task)
  if (task !== undefined) {
    await settle(context, ticket, task)
    return task.id
  }
  if (ticket.salesTaskId !== null || ticket.type !== 'complaint') return ticket.salesTaskId
  const ownerId = await lookedAfterBy(context, ticket)
  if (ownerId === null) return null
  const { type, companyId, contactId } = ticket
  const pressing = ticket.priority === 'high' || ticket.priority === 'urgent'
  const made = await crm.tasks.create({
    ...{ title: `${titled(ticket)} (${type})`, ownerId, companyId, contactId },
    priority: pressing ? 'high' : 'normal',
  })
  await table('ticket').set(id, { salesTaskId: made.id })
  await settle(context, ticket, made)
  return made.id
}

async function taskOf({ crm }: Inside, { salesTaskId }: Ticket): Promise<Task | undefined> {
  if (salesTaskId === null) return undefined
  return (await crm.tasks.list({ where: { id: salesTaskId }, limit: 1 })).items[0]
}

async function settle({ crm, pipelines }: Inside, ticket: Ticket, task: Task): Promise<void> {
  const outcome = ticket.resolution?.slice(0, 1000)
  if (isOver(ticket.stage)) {
    if (task.closedAt === null) await crm.tasks.complete(task.id, outcome === undefined ? {} : { outcome })
    else if (outcome !== undefined && task.outcome === null) await crm.tasks.update(task.id, { outcome })
    return
  }
  if (task.closedAt === null || ticket.reopened === 0 || task.closedAt > ticket.stageSince) return
  // It was no solution: they look at it again.
  const pipeline = pipelines.get('task')?.get(task.pipeline)
  if (pipeline?.transitions.get(task.stage)?.includes(pipeline.initial) === true)
    await crm.tasks.move(task.id, { to: pipeline.initial, set: { outcome: null } })
}

/** A complaint that was merged: the task goes with it, or is done where the other has one of its own. */
async function passOn(context: Inside, ticket: Ticket, task: Task): Promise<string> {
  const { crm, table } = context
  if (task.closedAt !== null) return task.id
  const rootId = String(ticket.mergedIntoId)
  // Of two that are merged into it at once one hands its task over.
  await table('ticket').hold([rootId])
  const root = await crm.tickets.get(rootId)
  if (root.salesTaskId === null) {
    await table('ticket').set(root.id, { salesTaskId: task.id })
    await settle(context, root, task)
  } else if (root.salesTaskId !== task.id) await crm.tasks.complete(task.id, { outcome: `→ #${root.number}` })
  return task.id
}

/** Whoever has the customer: the company, else the person. */
async function lookedAfterBy({ crm }: Inside, { companyId, contactId }: Ticket): Promise<string | null> {
  const [contact] =
    contactId === null
      ? []
      : (await crm.contacts.list({ where: { id: contactId }, include: { company: true }, limit: 1 })).items
  const [company] =
    companyId === null ? [contact?.company] : (await crm.companies.list({ where: { id: companyId }, limit: 1 })).items
  return company?.ownerId ?? contact?.ownerId ?? null
}
