import { createCrm, type StorageAdapter } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { type TicketCreate, tickets } from '../../src/index.ts'

/** Sees and counts his own tickets alone. */
const novice = {
  grants: { ticket: { scope: 'own' as const, can: ['read' as const] } },
  operations: ['metrics.agents', 'metrics.service', 'metrics.backlog'],
}

/** A desk at an instant, whose agents do things at others. */
export async function desk(storage: StorageAdapter, now: string, zone = 'UTC') {
  const clock = testClock(now)
  const crm = createCrm({ storage, plugins: [tickets()], clock, zone, roles: { novice } })
  await crm.migrate()
  const admin = crm.as({ user: 'u_adm', roles: ['admin'] })
  const a = crm.as({ user: 'u_a', roles: ['agent'] })
  const system = crm.asSystem({ reason: 'inbound' })
  const { id: contactId } = await admin.contacts.create({ name: '王芳', email: 'wang@example.com' })
  const opened = async (more: Partial<TicketCreate> = {}) =>
    (await a.tickets.open({ ticket: { subject: '物流延误', contactId, ownerId: 'u_a', ...more } })).id
  return { crm, clock, admin, a, system, contactId, opened, go: (at: string) => clock.advance(at) }
}
