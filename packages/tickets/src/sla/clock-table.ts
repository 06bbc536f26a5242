import { defineEntity, field, type RowOf } from '@guanxi/core'
import * as z from 'zod'
import { slaMetrics } from './metric.ts'

/** The clocks of tickets. Nobody writes them but what happens to the tickets. */
export const slaClock = defineEntity({
  name: 'slaClock',
  plural: 'slaClocks',
  keeping: 'log',
  fields: {
    ticketId: field.ref('ticket'),
    metric: field.enum(slaMetrics),
    instance: field.integer(),
    state: field.enum(['running', 'paused', 'breached', 'fulfilled', 'cancelled']),
    /** Seconds. */
    target: field.number(),
    consumed: field.number(),
    segments: field.json(() => z.array(z.tuple([z.string(), z.string()]))).plain(),
    since: field.datetime().optional(),
    startedAt: field.datetime(),
    dueAt: field.datetime().optional(),
    targetSince: field.datetime(),
    warnedAt: field.datetime().optional(),
    breachedAt: field.datetime().optional(),
    fulfilledAt: field.datetime().optional(),
    fired: field.json(() => z.array(z.string())).plain(),
    acted: field.json(() => z.array(z.string())).plain(),
    policyId: field.string().plain(),
    policy: field
      .json(() =>
        z.strictObject({
          id: z.string(),
          name: z.string(),
          clock: z.enum(['business', 'calendar']),
          calendarId: z.string().nullable(),
          priority: z.string(),
        }),
      )
      .plain(),
    nextAt: field.datetime().optional(),
    latest: field.boolean(),
  },
  relations: { ticket: { to: 'ticket', via: 'ticketId', inverse: 'slaClocks' } },
  indexes: [
    ['ticketId', 'latest'],
    ['policyId', 'state'],
    ['state', 'dueAt'],
    ['metric', 'fulfilledAt'],
  ],
})

/** What happened to them, in Zendesk's words. */
export const slaEvent = defineEntity({
  name: 'slaEvent',
  plural: 'slaEvents',
  keeping: 'log',
  fields: {
    ticketId: field.ref('ticket'),
    metric: field.enum(slaMetrics),
    instance: field.integer(),
    type: field.enum(['apply_sla', 'activate', 'pause', 'fulfill', 'breach', 'update_status', 'cancel', 'escalate']),
    at: field.datetime(),
    target: field.number(),
    dueAt: field.datetime().optional(),
    /** Of an escalation: which. */
    rule: field.string().optional().plain(),
    policyId: field.string().plain(),
  },
  relations: { ticket: { to: 'ticket', via: 'ticketId', inverse: 'slaEvents' } },
})

/**
 * A clock of a ticket, as `where` and `include` know it.
 *
 * @example
 * const soon = { slaClocks: { some: { state: 'running', dueAt: { lte: '2026-06-01T10:00:00Z' } } } } as const
 * const { items } = await me.tickets.list({ where: soon, include: { slaClocks: true } })
 */
export interface SlaClock extends RowOf<typeof slaClock.fields> {
  readonly id: string
}

/**
 * What happened to a clock of a ticket.
 *
 * @example
 * const { events } = await me.tickets.sla('t_1', {})
 * const breaches = events.filter(({ type }: Pick<SlaEvent, 'type'>) => type === 'breach')
 */
export interface SlaEvent extends RowOf<typeof slaEvent.fields> {
  readonly id: string
}

/** Logs have no operations: their types have rows and relations alone. */
export interface SlaLogTypes {
  slaClock: { row: SlaClock; one: { ticket: 'ticket' } }
  slaEvent: { row: SlaEvent; one: { ticket: 'ticket' } }
}
