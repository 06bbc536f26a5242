import { timeOf } from '../format.ts'
import { nameOf } from '../people.ts'
import type { Floor } from './floor.ts'

/** What the CRM tells of promises: those that were not kept, and whom it told in time. */
export function tellPromises({ world, log, cases, agenda }: Floor): void {
  const { crm } = world
  const about = (id: string) => cases.get(id) ?? { number: 0, subject: '' }
  crm.on('ticket.breached', ({ recordId, data: { metric, at } }) => {
    const { number, subject } = about(recordId)
    log.add(at, number, 'breach', `${words[metric]} is late · ${subject}`)
  })
  crm.on('ticket.escalated', ({ recordId, data: { metric, notify, dueAt } }) => {
    const { number, subject } = about(recordId)
    const whom = notify.map(nameOf).join(', ')
    log.add(
      agenda.now,
      number,
      'escalated',
      `${words[metric]} is due ${dueAt === null ? '' : timeOf(dueAt)} · ${subject} · to ${whom}`,
    )
  })
}

const words = {
  first_reply: 'the first reply',
  next_reply: 'the next reply',
  resolution: 'the solution',
  agent_work: 'the work',
  requester_wait: 'the wait',
  periodic_update: 'the update',
} as const
