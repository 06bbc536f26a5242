import { type CoreTypes, CrmError, type HandlersOf } from '@guanxi/core'
import { isOver } from '../../ticket/over.ts'
import { priorities, type Ticket } from '../../ticket/ticket.ts'
import type { TicketsTypes } from '../../types.ts'
import type { Inside } from '../inside.ts'
import { later, sentAt } from '../sent-at.ts'
import { stillThere } from '../still-there.ts'
import { type DeviceAlarm, severities } from './alarm.ts'
import type { Device } from './device.ts'
import type { deviceOperations } from './operations.ts'

/** A fault that comes again so soon after it was over is the same. */
const reopensWithin = 'PT30M'

type Severity = (typeof severities)[number]
const priorityOf = { info: 'low', warning: 'normal', minor: 'normal', major: 'high', critical: 'urgent' } as const

/** What a device says, completed. */
interface Said {
  readonly code: string
  readonly severity: Severity
  readonly at: string
  readonly text: string
}

export const deviceHandlers: HandlersOf<CoreTypes & TicketsTypes, typeof deviceOperations> = {
  inbound: {
    async device(context, { serial, code, kind = 'fire', severity = 'warning', at, text = code }) {
      const { crm, table } = context
      const [device] = (await crm.devices.list({ where: { serial }, limit: 1 })).items
      if (device === undefined) throw new CrmError('DEVICE_UNKNOWN', { details: { path: 'serial' } })
      // What a device says of one fault comes one after another: nothing is counted twice, or not at all.
      await table('deviceAlarm').lock(JSON.stringify([device.id, code]))
      const [alarm] = await table('deviceAlarm').all({ deviceId: device.id, code, latest: true })
      const said = { code, severity, at: sentAt(context, at), text }
      return kind === 'clear' ? clear(context, alarm, said) : fire(context, device, alarm, said)
    },
  },
}

async function fire(context: Inside, device: Device, alarm: DeviceAlarm | undefined, said: Said) {
  const { crm, table, add } = context
  const { at, severity } = said
  if (alarm === undefined) return begin(context, device, undefined, said)
  const ticket = await stillThere(context, alarm.ticketId)
  const over = overSince(alarm, ticket)
  const end = over ?? alarm.clearedAt
  const belated = end !== null && at < end
  const again = over !== undefined && !belated && ticket !== undefined && ticket.stage !== 'closed'
  if (over !== undefined && !belated && !(again && at <= add(over, reopensWithin)))
    return begin(context, device, alarm, said)
  const graver = severities.indexOf(severity) > severities.indexOf(alarm.severity) ? severity : alarm.severity
  const lastAt = later(at, alarm.lastAt)
  const fired = belated ? {} : { state: 'fired' as const, clearedAt: null }
  await table('deviceAlarm').update({ id: alarm.id }, { count: alarm.count + 1, lastAt, severity: graver, ...fired })
  const told = { ticketId: ticket?.id ?? null, count: alarm.count + 1 }
  if (ticket === undefined || belated) return { result: 'counted' as const, ...told }
  const priority = priorityOf[graver]
  if (priorities.indexOf(priority) > priorities.indexOf(ticket.priority) && graver !== alarm.severity)
    await crm.tickets.update(ticket.id, { priority })
  if (!again) return { result: 'counted' as const, ...told }
  await crm.tickets.update(ticket.id, { messages: { add: [messageOf(said, said.text)] } })
  if (ticket.stage === 'solved') await crm.tickets.move(ticket.id, { to: 'open' })
  return { result: 'reopened' as const, ...told }
}

/** A fault that is new, or has come again after a long time: a ticket of its own. */
async function begin(context: Inside, device: Device, former: DeviceAlarm | undefined, said: Said) {
  const { crm, table, emit } = context
  const { id: deviceId, serial, name, companyId, contactId, ownerId } = device
  const { code, severity, at, text } = said
  const { id: ticketId } = await crm.tickets.create({
    subject: `${name ?? serial}: ${code}`,
    type: 'incident',
    channel: 'device',
    priority: priorityOf[severity],
    companyId,
    contactId,
    messages: [messageOf(said, text)],
  })
  if (former !== undefined) {
    await table('deviceAlarm').update({ id: former.id }, { latest: false })
    const earlier = await stillThere(context, former.ticketId)
    if (earlier !== undefined) await crm.ticketLinks.create({ fromId: ticketId, toId: earlier.id, kind: 'related' })
  }
  const times = { firstAt: at, lastAt: at }
  const alarm = { deviceId, code, severity, state: 'fired', count: 1, ...times, ticketId, latest: true } as const
  await table('deviceAlarm').insert([alarm])
  const whom = { companyId, contactId, userId: ownerId }
  emit('device.alarmed', { serial, code, severity, ...whom }, { entity: 'ticket', recordId: ticketId })
  return { result: 'created' as const, ticketId, count: 1 }
}

async function clear(context: Inside, alarm: DeviceAlarm | undefined, said: Said) {
  const { crm, table } = context
  // It has never begun, it is over already, or it has begun again since this was said.
  if (alarm === undefined || alarm.state === 'cleared' || said.at < alarm.lastAt)
    return { result: 'ignored' as const, ticketId: alarm?.ticketId ?? null, count: alarm?.count ?? 0 }
  await table('deviceAlarm').update({ id: alarm.id }, { state: 'cleared', clearedAt: said.at })
  const ticket = await stillThere(context, alarm.ticketId)
  if (ticket !== undefined && !isOver(ticket.stage)) {
    await crm.tickets.update(ticket.id, { messages: { add: [messageOf(said, `${said.text}: clear`)] } })
    // What it was merged into is about more than this.
    if (ticket.id === alarm.ticketId) await crm.tickets.move(ticket.id, { to: 'solved', set: { resolution: 'auto' } })
  }
  return { result: 'cleared' as const, ticketId: ticket?.id ?? null, count: alarm.count }
}

/** Since when the fault is over: the device said so, or somebody has solved it. Not while somebody works on it. */
function overSince({ clearedAt, lastAt }: DeviceAlarm, ticket: Ticket | undefined): string | undefined {
  if (ticket === undefined) return clearedAt ?? lastAt
  if (!isOver(ticket.stage)) return undefined
  return clearedAt ?? ticket.solvedAt ?? ticket.closedAt ?? undefined
}

const messageOf = ({ at }: Said, body: string) => ({
  kind: 'device' as const,
  direction: 'in' as const,
  channel: 'device',
  automatic: true,
  at,
  body,
})
