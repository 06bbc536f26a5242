import { command, query } from '@guanxi/core'
import * as z from 'zod'
import { slaMetrics } from './metric.ts'

const metric = () => z.enum(slaMetrics)
const instant = () => z.string().nullable()

export const slaOfTicket = {
  sla: query({
    target: 'record',
    summary: 'The SLA clocks of a ticket, and what happened to them.',
    input: () => z.strictObject({}),
    output: () =>
      z.strictObject({
        clocks: z.array(
          z.strictObject({
            metric: metric(),
            instance: z.int(),
            state: z.enum(['running', 'paused', 'breached', 'fulfilled', 'cancelled']),
            /** Seconds in the clock's time: of the promise, and used of it until now. */
            target: z.number(),
            consumed: z.number(),
            startedAt: z.string(),
            dueAt: instant(),
            warnedAt: instant(),
            breachedAt: instant(),
            fulfilledAt: instant(),
            /** Of a fulfilled one: whether it was in time. */
            met: z.boolean().nullable(),
            /** How many seconds of the clock's time it is over. */
            late: z.number(),
            policy: z.strictObject({
              id: z.string(),
              name: z.string(),
              clock: z.enum(['business', 'calendar']),
              calendarId: z.string().nullable(),
              priority: z.string(),
            }),
          }),
        ),
        events: z.array(
          z.strictObject({
            metric: metric(),
            instance: z.int(),
            type: z.enum([
              'apply_sla',
              'activate',
              'pause',
              'fulfill',
              'breach',
              'update_status',
              'cancel',
              'escalate',
            ]),
            at: z.string(),
            target: z.number(),
            dueAt: instant(),
            rule: z.string().nullable(),
            policyId: z.string(),
          }),
        ),
      }),
    errors: ['NOT_FOUND'],
  }),
  ring: command({
    target: 'record',
    summary: 'The time of its SLA clocks has come: breaches and escalations that are due.',
    input: () => z.strictObject({}),
    output: () => z.void(),
  }),
  escalate: command({
    target: 'record',
    summary: 'Does what a policy says about a clock that has come so far.',
    input: () => z.strictObject({ metric: metric(), instance: z.int().min(1), rule: z.string().max(100) }),
    output: () => z.void(),
  }),
}

export const slaOperations = {
  sla: {
    recompute: command({
      target: 'collection',
      summary:
        'Brings open clocks up to date with their policies and calendars; those that have ended keep their numbers. Of tickets, or else of a policy, a calendar, or all.',
      input: () =>
        z.strictObject({
          calendarId: z.string().optional(),
          policyId: z.string().optional(),
          ticketIds: z.array(z.string()).max(1000).optional(),
        }),
      output: () => z.strictObject({ changed: z.int() }),
    }),
    follow: command({
      target: 'collection',
      summary: 'Has the same done in the background, batch by batch, after a policy or calendar was changed.',
      input: () => z.strictObject({ policyId: z.string(), after: z.string().optional() }),
      output: () => z.strictObject({ tickets: z.int() }),
    }),
  },
}
