import {
  type CreateOf,
  defineEntity,
  type EntityOf,
  field,
  type ListInput,
  type RowOf,
  type Staged,
  type StageOf,
  type System,
} from '@guanxi/core'
import * as z from 'zod'
import { figureFields, figureIndexes } from '../metrics/figures.ts'
import type { ticketFlow } from './flow.ts'
import type { TicketMessageCreate } from './message.ts'
import type { TicketTagCreate } from './tag.ts'

export const ticketTypes = ['question', 'incident', 'problem', 'task', 'complaint'] as const
/** The least pressing first. */
export const priorities = ['low', 'normal', 'high', 'urgent'] as const

/** What a customer wants, until it is done. Its owner is the agent who has it; until then it is nobody's. */
export const ticket = defineEntity({
  name: 'ticket',
  plural: 'tickets',
  staged: true,
  pooled: true,
  fields: {
    number: field.serial(),
    subject: field.string({ min: 1 }).search().pii(),
    type: field.enum(ticketTypes).default('question'),
    priority: field.enum(priorities).default('normal'),
    /** Where it came from: `web`, `email`, `wechat`, `phone`, `device`, or a word of the host's. */
    channel: field.string({ min: 1, max: 40 }).default('web').plain(),
    category: field.string({ min: 1, max: 100 }).optional().plain(),
    /** Of a complaint: what it is about, and what was wrong with it. */
    productId: field.ref('product').optional(),
    cause: field.string({ min: 1, max: 100 }).optional().plain(),
    companyId: field.ref('company').optional(),
    /** Who asks. */
    contactId: field.ref('contact').optional(),
    /** Who has it. */
    ownerId: field.string().optional().plain(),
    /** Whose it is while nobody has it. */
    teamId: field.ref('team').optional(),
    /** What was done in the end. */
    resolution: field.text().optional().pii(),
    /** The addresses of all who take part: they may name the ticket in the subject of a mail. */
    participants: field
      .json(() => z.array(z.string().max(320)).max(200))
      .default([])
      .pii(),
    externalId: field.string().optional().unique().plain(),
    /** The ticket that goes on with this one. */
    mergedIntoId: field.ref('ticket').optional().generated(),
    /** The closed ticket that this one goes on with. */
    followsId: field.ref('ticket').optional().generated(),
    /** The task of whoever looks after the customer, about a complaint. */
    salesTaskId: field.ref('task').optional().generated(),
    /** When the customer was asked last how it was solved. */
    surveyedAt: field.datetime().optional().generated(),
    /** What he said last, 0 to 10. */
    score: field.integer({ min: 0, max: 10 }).optional().generated(),
    reopened: field.integer().default(0).generated(),
    firstRepliedAt: field.datetime().optional().generated(),
    solvedAt: field.datetime().optional().generated(),
    /** How the customer felt at worst, from -1 to 1, as far as somebody has told. */
    mood: field.number().optional().generated(),
    /** Since when the customer waits for an answer; null while it is he who is waited for. */
    waitingSince: field.datetime().optional().generated(),
    ...figureFields,
  },
  relations: {
    company: { to: 'company', via: 'companyId', inverse: 'tickets' },
    contact: { to: 'contact', via: 'contactId', inverse: 'tickets' },
    owner: { to: 'member', via: 'ownerId', on: 'userId', inverse: 'tickets' },
    team: { to: 'team', via: 'teamId', inverse: 'tickets' },
    product: { to: 'product', via: 'productId', inverse: 'tickets' },
    mergedInto: { to: 'ticket', via: 'mergedIntoId', inverse: 'merged' },
    salesTask: { to: 'task', via: 'salesTaskId', inverse: 'complaints' },
    follows: { to: 'ticket', via: 'followsId', inverse: 'followUps' },
  },
  indexes: [
    ['ownerId', 'closedAt', 'createdAt'],
    ['teamId', 'stage', 'createdAt'],
    ['stage', 'createdAt'],
    ['createdAt'],
    ...figureIndexes,
  ],
  identity: ['companyId', 'contactId'],
  timeline: { at: 'createdAt', of: ['company', 'contact'] },
})

/**
 * What a customer wants, until it is done. `number` is the one that people use.
 *
 * @example
 * const ticket: Ticket = await me.tickets.get('t_1')
 * console.log(ticket.number, ticket.subject, ticket.stage) // 42 物流延误 open
 */
export interface Ticket extends System, Staged<StageOf<typeof ticketFlow>>, RowOf<typeof ticket.fields> {}

/**
 * What a creation of a ticket takes.
 *
 * @example
 * const ticket: TicketCreate = { subject: '物流延误', contactId: 'p_1', type: 'complaint' }
 */
export interface TicketCreate extends CreateOf<typeof ticket.fields> {
  tags?: ListInput<string | TicketTagCreate>
  messages?: ListInput<TicketMessageCreate>
  stage?: StageOf<typeof ticketFlow>
}
export type TicketTypes = EntityOf<typeof ticket, Ticket, TicketCreate>
