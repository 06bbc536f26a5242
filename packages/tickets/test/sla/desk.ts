import { createCrm, type StorageAdapter } from '@guanxi/core'
import type { CalendarDefinition } from '@guanxi/core/calendar'
import { testClock } from '@guanxi/testkit'
import { type SlaPolicyCreate, type TicketCreate, tickets } from '../../src/index.ts'

type Hours = [string, string][]
const weekdays = (hours: Hours) => ({ 1: hours, 2: hours, 3: hours, 4: hours, 5: hours })

/** The calendars of the scenarios. */
export const CN: CalendarDefinition = {
  timeZone: 'Asia/Shanghai',
  week: weekdays([
    ['09:00', '12:00'],
    ['13:30', '18:00'],
  ]),
}
export const DE: CalendarDefinition = { timeZone: 'Europe/Berlin', week: weekdays([['09:00', '17:00']]) }
export const longDE: CalendarDefinition = { timeZone: 'Europe/Berlin', week: weekdays([['08:00', '18:00']]) }

/** A desk whose calendar and policies are given, at an instant. */
export async function desk(storage: StorageAdapter, now: string, calendar: CalendarDefinition = DE) {
  const clock = testClock(now)
  const crm = createCrm({ storage, plugins: [tickets()], clock, zone: 'Asia/Shanghai' })
  await crm.migrate()
  const admin = crm.as({ user: 'u_adm', roles: ['admin'] })
  const agent = crm.as({ user: 'u_a', roles: ['agent'] })
  const system = crm.asSystem({ reason: 'inbound' })
  const { id: contactId } = await admin.contacts.create({ name: '王芳', email: 'wang@example.com' })
  const { id: calendarId } = await admin.businessCalendars.create({ name: 'office', definition: calendar as never })
  const policy = (given: Omit<SlaPolicyCreate, 'name'> & { name?: string }) =>
    admin.slaPolicies.create({ name: 'default', ...(given.clock === 'calendar' ? {} : { calendarId }), ...given })
  const opened = async (more: Partial<TicketCreate> = {}) => {
    const { id } = await agent.tickets.open({
      ticket: { subject: '物流延误', contactId, ownerId: 'u_a', ...more },
      message: { body: '货还没到' },
    })
    return id
  }
  /** Time goes on, and workers do what is due. */
  const at = async (instant: string) => {
    await clock.advance(instant)
    await crm.tick()
  }
  const clocks = async (id: string) => (await agent.tickets.sla(id, {})).clocks
  const events = async (id: string) => (await agent.tickets.sla(id, {})).events
  const only = async (id: string) => {
    const [first, ...others] = await clocks(id)
    if (first === undefined || others.length > 0) throw new TypeError('there is not one clock')
    return first
  }
  const told = async (id: string, type: string) => (await events(id)).filter((event) => event.type === type)
  return { crm, clock, admin, agent, system, contactId, calendarId, policy, opened, at, clocks, events, only, told }
}
