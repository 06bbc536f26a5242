import { type CoreTypes, type Crm, createCrm, type StorageAdapter } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { type QueueCreate, type TicketCreate, type TicketsTypes, tickets } from '../../src/index.ts'
import type { Stage } from '../on-one.ts'

const roles = {
  narrow: { grants: { ticket: { scope: 'own' } }, operations: ['tickets.solve', 'tickets.open'] },
} as const

type Open = Crm<CoreTypes & TicketsTypes>
export type Floor = Awaited<ReturnType<typeof floor>>

/** A floor on two machines: what it is told of others on the same database it leaves out. */
export async function floor({ storage, tenant, another }: Stage) {
  const clock = testClock('2026-06-01T01:00:00Z')
  const on = (handle: StorageAdapter) =>
    createCrm({ storage: handle, plugins: [tickets()], roles, clock, zone: 'Asia/Shanghai', tenancy: 'multi' })
  const [crm, other] = [on(storage), on(another())]
  const admin = crm.as({ tenant, user: 'u_adm', roles: ['admin'] })
  const system = (machine: Open = crm) => machine.asSystem({ tenant, reason: 'inbound' })
  const { id: contactId } = await admin.contacts.create({ name: '王芳' })
  const as = (user: string) => crm.as({ tenant, user, roles: ['agent'] })
  const narrow = (user: string) => crm.as({ tenant, user, roles: ['narrow'] })
  /** What is told of assignments and waiting, in order. */
  const told: { type: string; ticket: string; data: { reason: string; to?: string } }[] = []
  for (const machine of [crm, other])
    for (const type of ['ticket.assigned', 'ticket.queued'] as const)
      machine.on(type, ({ tenant: whose, recordId, data }) => {
        if (whose === tenant) told.push({ type, ticket: recordId, data })
      })
  const queue = (given: Partial<QueueCreate> = {}) => admin.queues.create({ name: '所有', ...given })
  const online = (user: string, capacity = 10, channel?: string) =>
    admin.routing.setAgent({ user, status: 'online', capacity, ...(channel === undefined ? {} : { channel }) })
  const opened = async (more: Partial<TicketCreate> = {}) =>
    (await admin.tickets.create({ subject: '物流延误', contactId, ...more })).id
  const ownerOf = async (id: string) => (await admin.tickets.get(id)).ownerId
  const used = async (user: string) => (await admin.routing.agents({ user })).map((state) => state.used)
  /** Time goes on, and workers do what is due. */
  const after = async (duration: string) => {
    await clock.advance(duration)
    await crm.tick()
  }
  const house = { crm, other, storage, clock, admin, system, contactId }
  return { ...house, as, narrow, told, queue, online, opened, ownerOf, used, after }
}
