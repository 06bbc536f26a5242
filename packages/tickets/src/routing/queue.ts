import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '@guanxi/core'
import * as z from 'zod'

/** How one of those who can take a ticket is chosen. */
export const methods = ['round_robin', 'least_loaded', 'highest_spare', 'highest_spare_percent'] as const

/** Where tickets wait that nobody has, and who takes them. The first that a ticket matches, by `position`, is the ticket's. */
export const queue = defineEntity({
  name: 'queue',
  plural: 'queues',
  remembered: true,
  fields: {
    name: field.string({ min: 1 }).unique().plain(),
    position: field.integer({ min: 0 }).default(0),
    /** A `Where` over tickets; for all of them unless told. */
    when: field
      .json(() => z.record(z.string(), z.unknown()))
      .default({})
      .plain(),
    /** Whose members take from it; where there are none, everybody, or the team of the ticket. */
    teamIds: field
      .json(() => z.array(z.string().min(1)).max(50))
      .default([])
      .plain(),
    method: field.enum(methods).default('least_loaded'),
    /** What an agent must know, and how well at least. */
    skills: field
      .json(() => z.record(z.string().min(1).max(100), z.int().min(1).max(10)))
      .default({})
      .plain(),
    /** So long a ticket waits for somebody who knows that; then anybody of the team will do. */
    skillWait: field.string({ max: 20 }).default('PT15M').plain(),
    /** A solved ticket is opened again, and who had it is offline. */
    ownerOffline: field.enum(['requeue', 'keep']).default('requeue'),
  },
  indexes: [['position']],
})

/**
 * Where tickets wait that nobody has, and who takes them.
 *
 * @example
 * const { method, teamIds }: Queue = await me.queues.get('q_1')
 * console.log(method, teamIds.length) // least_loaded 1
 */
export interface Queue extends System, RowOf<typeof queue.fields> {}

/**
 * What a creation of a queue takes.
 *
 * @example
 * const afterSales: QueueCreate = {
 *   name: '售后',
 *   when: { type: 'complaint', category: '物流' },
 *   teamIds: ['g_1'],
 *   method: 'least_loaded',
 *   skills: { fr: 1 },
 *   skillWait: 'PT15M',
 * }
 */
export interface QueueCreate extends CreateOf<typeof queue.fields> {}
export type QueueTypes = EntityOf<typeof queue, Queue, QueueCreate>
