import { type CoreTypes, type Crm, createCrm, type StorageAdapter } from '@guanxi/core'
import { type FreshStorage, testClock } from '@guanxi/testkit'
import { afterAll, describe } from 'vitest'
import { file, server, servers } from '../../../testkit/test/storages.ts'
import { type QueueCreate, type TicketCreate, type TicketsTypes, tickets } from '../../src/index.ts'

const roles = {
  narrow: { grants: { ticket: { scope: 'own' } }, operations: ['tickets.solve', 'tickets.open'] },
} as const

/** Two machines on one database, and a floor for each test: a tenant of its own. */
export function onFloors(
  define: (floor: (storage?: (storage: StorageAdapter) => void) => Promise<Floor>, name: 'sqlite' | 'postgres') => void,
): void {
  for (const [name, start] of [['sqlite', file], ...(servers ? [['postgres', server] as const] : [])] as const)
    describe(name, () => {
      let house: Promise<House> | undefined
      let floors = 0
      afterAll(async () => (await house)?.close())
      define(async (seen) => {
        house ??= open(await start())
        const { storage } = await house
        seen?.(storage)
        return floorOf(await house, `floor ${++floors}`)
      }, name)
    })
}

type Open = Crm<CoreTypes & TicketsTypes>
type House = Awaited<ReturnType<typeof open>>
export type Floor = Awaited<ReturnType<typeof floorOf>>

async function open(fresh: FreshStorage) {
  const clock = testClock('2026-06-01T01:00:00Z')
  const another = fresh.another?.()
  if (another === undefined) throw new TypeError('there is one handle alone')
  const on = (storage: StorageAdapter) =>
    createCrm({ storage, plugins: [tickets()], roles, clock, zone: 'Asia/Shanghai', tenancy: 'multi' })
  const [crm, other] = [on(fresh.storage), on(another)]
  await crm.migrate()
  const close = async () => {
    await other.close()
    await fresh.close()
  }
  return { crm, other, clock, storage: fresh.storage, close }
}

async function floorOf({ crm, other, clock }: House, tenant: string) {
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
  return { crm, other, clock, admin, system, contactId, as, narrow, told, queue, online, opened, ownerOf, used, after }
}
