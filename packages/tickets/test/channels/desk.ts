import { createCrm, type StorageAdapter } from '@guanxi/core'
import { type FreshStorage, invariants, testClock } from '@guanxi/testkit'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { phones } from '../../../phone/src/index.ts'
import { memory, server, servers } from '../../../testkit/test/storages.ts'
import { type TicketsOptions, tickets } from '../../src/index.ts'

type OpenDesk = (options?: TicketsOptions, now?: string) => ReturnType<typeof deskOf>

/** The same tests on both databases; the desks of a file are tenants of one database, each with a clock of its own. */
export function onDesks(define: (desk: OpenDesk, storage: () => StorageAdapter) => void): void {
  for (const [name, start] of [['sqlite', memory] as const, ...(servers ? [['postgres', server] as const] : [])])
    describe(name, () => {
      let fresh: FreshStorage | undefined
      let desks = 0
      const storage = () => {
        if (fresh === undefined) throw new TypeError('there is no database yet')
        return fresh.storage
      }
      beforeAll(async () => {
        fresh = await start()
        await createCrm({ storage: fresh.storage, plugins: [tickets()], tenancy: 'multi' }).migrate()
      })
      afterAll(async () => {
        expect(await invariants(storage(), [tickets()])).toEqual([])
        await fresh?.close()
      })
      define((options, now) => deskOf(storage(), `tenant ${desks++}`, options, now), storage)
    })
}

/** A desk at noon, with what the host brings. */
function deskOf(storage: StorageAdapter, tenant: string, options: TicketsOptions = {}, now = '2026-06-01T04:00:00Z') {
  const clock = testClock(now)
  const opened = (given: TicketsOptions) => {
    const parts = { storage, plugins: [tickets(given)], clock, zone: 'Asia/Shanghai', tenancy: 'multi' } as const
    return createCrm({ ...parts, phones: phones({ region: 'CN' }) })
  }
  const crm = opened(options)
  const admin = crm.as({ tenant, user: 'u_adm', roles: ['admin'] })
  const agent = crm.as({ tenant, user: 'u_a', roles: ['agent'] })
  const system = crm.asSystem({ tenant, reason: 'inbound' })
  /** Time goes on, and workers do what is due. */
  const at = async (instant: string) => {
    await clock.advance(instant)
    return crm.tick()
  }
  const said = async (ticketId: string) =>
    (await admin.ticketMessages.list({ where: { ticketId }, orderBy: { id: 'asc' } })).items.map(({ body }) => body)
  return { crm, tenant, opened, clock, admin, agent, system, at, said }
}
