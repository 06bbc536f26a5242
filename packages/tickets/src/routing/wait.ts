import { defineEntity, field, type RowOf } from '@guanxi/core'
import type { AgentSkill, AgentState } from './agent.ts'

/** Why a ticket waits. */
export const waitReasons = ['nobody_free', 'skill_missing', 'skill_timeout', 'owner_offline'] as const

/** A ticket in a queue, now or once. Nobody writes it but routing, under its lock. */
export const ticketWait = defineEntity({
  name: 'ticketWait',
  plural: 'ticketWaits',
  keeping: 'log',
  fields: {
    ticketId: field.ref('ticket'),
    queueId: field.ref('queue'),
    /** `left`: it was solved, or people gave it to somebody, before anybody took it. */
    state: field.enum(['waiting', 'assigned', 'left']),
    /** 0 is urgent. Then the oldest is first, then the lowest number. */
    rank: field.integer(),
    since: field.datetime(),
    number: field.integer(),
    channel: field.string().plain(),
    /** Whose it is, where the queue leaves that to the ticket. */
    teamId: field.ref('team').optional(),
    /** It still waits for somebody with the skills of the queue. */
    skilled: field.boolean(),
    reason: field.enum(waitReasons).optional(),
    /** Who gave it back: he is not asked again. */
    returnedBy: field.string().optional().plain(),
    takenBy: field.string().optional().plain(),
    until: field.datetime().optional(),
    /** Whether somebody was looked for as it is now, and whether it was told why it waits. */
    tried: field.boolean(),
    told: field.boolean(),
  },
  relations: {
    ticket: { to: 'ticket', via: 'ticketId', inverse: 'waits' },
    queue: { to: 'queue', via: 'queueId', inverse: 'waits' },
    team: { to: 'team', via: 'teamId', inverse: 'ticketWaits' },
  },
  indexes: [
    ['ticketId', 'state'],
    ['queueId', 'skilled', 'state', 'rank', 'since', 'number'],
    ['state', 'tried', 'rank', 'since', 'number'],
  ],
})

/**
 * A ticket in a queue, as `where` and `include` know it.
 *
 * @example
 * const waiting = { waits: { some: { state: 'waiting', queueId: 'q_1' } } } as const
 * const { items } = await me.tickets.list({ where: waiting, orderBy: { createdAt: 'asc' } })
 */
export interface TicketWait extends RowOf<typeof ticketWait.fields> {
  readonly id: string
}

/** The most urgent first, of those the oldest, of those the one with the lowest number. */
export const lineOrder = [{ rank: 'asc' }, { since: 'asc' }, { number: 'asc' }] as const

type InLine = Pick<TicketWait, 'rank' | 'since' | 'number'>
export const inLine = (a: InLine, b: InLine): number =>
  a.rank - b.rank || (a.since < b.since ? -1 : a.since > b.since ? 1 : 0) || a.number - b.number

/** Logs have no operations: their types have rows and relations alone. */
export interface RoutingLogTypes {
  agentState: { row: AgentState; one: { base: 'agentState'; member: 'member' } }
  agentSkill: { row: AgentSkill; one: { agent: 'agentState' } }
  ticketWait: { row: TicketWait; one: { ticket: 'ticket'; queue: 'queue'; team: 'team' } }
}
