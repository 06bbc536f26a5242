import { defineEntity, field, type RowOf } from '@guanxi/core'

/** From mild to grave. */
export const severities = ['info', 'warning', 'minor', 'major', 'critical'] as const

/** A fault that a device reports: a row for each ticket that was made of it. */
export const deviceAlarm = defineEntity({
  name: 'deviceAlarm',
  plural: 'deviceAlarms',
  keeping: 'log',
  fields: {
    deviceId: field.ref('device'),
    /** The device's own name of the fault. */
    code: field.string().plain(),
    severity: field.enum(severities),
    state: field.enum(['fired', 'cleared']),
    /** How often it was reported. */
    count: field.integer(),
    firstAt: field.datetime(),
    lastAt: field.datetime(),
    clearedAt: field.datetime().optional(),
    ticketId: field.ref('ticket'),
    /** The newest of this fault of this device. */
    latest: field.boolean(),
  },
  relations: {
    device: { to: 'device', via: 'deviceId', inverse: 'alarms' },
    ticket: { to: 'ticket', via: 'ticketId', inverse: 'deviceAlarms' },
  },
  unique: [['deviceId', 'code', 'ticketId']],
  indexes: [['deviceId', 'code', 'latest']],
})

/**
 * A fault that a device reports, as `where` and `include` know it.
 *
 * @example
 * const flood = { deviceAlarms: { some: { count: { gte: 100 } } } } as const
 * const { items } = await me.tickets.list({ where: flood, include: { deviceAlarms: true } })
 */
export interface DeviceAlarm extends RowOf<typeof deviceAlarm.fields> {
  readonly id: string
}

/** Logs have no operations: their types have rows and relations alone. */
export interface DeviceLogTypes {
  deviceAlarm: { row: DeviceAlarm; one: { device: 'device'; ticket: 'ticket' } }
}
