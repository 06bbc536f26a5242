import { createCrm } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { phones } from '../../../phone/src/index.ts'
import { type TicketsOptions, tickets } from '../../src/index.ts'
import type { Stage } from '../on-one.ts'

/** A desk at noon, with what the host brings. */
export function desk({ storage, tenant }: Stage, options: TicketsOptions = {}, now = '2026-06-01T04:00:00Z') {
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
  return { crm, storage, tenant, opened, clock, admin, agent, system, at, said }
}
