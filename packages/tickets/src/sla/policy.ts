import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '@guanxi/core'
import * as z from 'zod'
import { secondsOf } from './duration.ts'
import { pausingMetrics, slaMetrics } from './metric.ts'

const duration = () =>
  z
    .string()
    .refine(
      (text) => (secondsOf(text) ?? 0) > 0,
      'expected an ISO 8601 duration of days, hours, minutes or seconds, such as PT8H',
    )

/** By priority, and then by what is promised. */
const targets = () =>
  z.partialRecord(z.enum(['low', 'normal', 'high', 'urgent']), z.partialRecord(z.enum(slaMetrics), duration()))

const action = () =>
  z.discriminatedUnion('do', [
    /** Somebody is to be told: `ticket.escalated` has his name, and a courier of the host's brings it. */
    z.strictObject({ do: z.literal('notify'), whom: z.string().min(1).max(320) }),
    z.strictObject({
      do: z.literal('assign'),
      ownerId: z.string().nullable().optional(),
      teamId: z.string().nullable().optional(),
    }),
    /** By one. */
    z.strictObject({ do: z.literal('raise') }),
    z.strictObject({ do: z.literal('tag'), tag: z.string().min(1).max(100) }),
  ])

const escalation = () =>
  z.strictObject({
    metric: z.enum(slaMetrics),
    /** So much of the target is used, or so long before or after it is due, in the clock's time. */
    at: z.union([
      z.strictObject({ percent: z.number().positive().max(1000) }),
      z.strictObject({ before: duration() }),
      z.strictObject({ after: duration() }),
    ]),
    /** It waits until there is business. */
    inHours: z.boolean().optional(),
    actions: z.array(action()).min(1).max(20),
  })

/** What is promised about tickets, and about which. The first that a ticket matches, by `position`, is the ticket's. */
export const slaPolicy = defineEntity({
  name: 'slaPolicy',
  plural: 'slaPolicies',
  remembered: true,
  fields: {
    name: field.string({ min: 1 }).plain(),
    position: field.integer({ min: 0 }).default(0),
    /** A `Where` over tickets; for all of them unless told. */
    when: field
      .json(() => z.record(z.string(), z.unknown()))
      .default({})
      .plain(),
    targets: field.json(targets).plain(),
    /** `business` counts by the calendar, `calendar` every hour of every day. */
    clock: field.enum(['business', 'calendar']).default('business'),
    calendarId: field.ref('businessCalendar').optional(),
    /** The statuses in which clocks stand still: `pending` and `hold` unless told, of `requester_wait` `pending` alone. */
    pauseOn: field
      .json(() => z.partialRecord(z.enum(pausingMetrics), z.array(z.enum(['new', 'open', 'pending', 'hold'])).max(4)))
      .optional()
      .plain(),
    escalations: field
      .json(() => z.array(escalation()).max(50))
      .default([])
      .plain(),
  },
  relations: { calendar: { to: 'businessCalendar', via: 'calendarId', inverse: 'slaPolicies' } },
  indexes: [['position']],
})

/**
 * What is promised about tickets, and about which.
 *
 * @example
 * const { targets }: SlaPolicy = await me.slaPolicies.get('s_1')
 * console.log(targets.urgent?.first_reply) // PT1H
 */
export interface SlaPolicy extends System, RowOf<typeof slaPolicy.fields> {}

/**
 * What a creation of a policy takes.
 *
 * @example
 * const vip: SlaPolicyCreate = {
 *   name: 'VIP',
 *   position: 1,
 *   when: { tags: { some: { tag: 'vip' } } },
 *   targets: { normal: { first_reply: 'PT1H', resolution: 'PT8H' } },
 *   calendarId: 'c_1',
 *   escalations: [{ metric: 'resolution', at: { before: 'PT1H' }, actions: [{ do: 'notify', whom: 'u_lead' }] }],
 * }
 */
export interface SlaPolicyCreate extends CreateOf<typeof slaPolicy.fields> {}
export type SlaPolicyTypes = EntityOf<typeof slaPolicy, SlaPolicy, SlaPolicyCreate>
export type SlaAction = z.infer<ReturnType<typeof action>>
export type Escalation = z.infer<ReturnType<typeof escalation>>
