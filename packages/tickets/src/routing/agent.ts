import { defineEntity, field, type RowOf } from '@guanxi/core'

export const statuses = ['online', 'away', 'transfers_only', 'offline'] as const

/** The row of an agent that stands for every channel that has none of its own. */
export const everyChannel = 'all'

/** How much an agent takes, and has, in a channel or in all of them. Nobody writes it but routing, under its lock. */
export const agentState = defineEntity({
  name: 'agentState',
  plural: 'agentStates',
  keeping: 'log',
  fields: {
    userId: field.string().plain(),
    channel: field.string().plain(),
    /** His state for every channel; this one, if it is that. */
    baseId: field.ref('agentState').optional(),
    status: field.enum(statuses),
    capacity: field.integer(),
    /** How many open tickets he has. */
    used: field.integer(),
    /** Whether he takes what routing finds for him: he is online, and has room. */
    takes: field.boolean(),
    /** How many he has above his capacity, less than nothing while there is room; and the part of it that is used, in billionths. */
    over: field.integer(),
    load: field.integer(),
    /** Grows with every ticket that is given to anybody: when he had his last. */
    turn: field.integer().optional(),
  },
  relations: {
    base: { to: 'agentState', via: 'baseId', inverse: 'channels' },
    member: { to: 'member', via: 'userId', on: 'userId', inverse: 'agentStates' },
  },
  unique: [['userId', 'channel']],
  indexes: [
    ['takes', 'turn'],
    ['takes', 'used', 'turn'],
    ['takes', 'over', 'turn'],
    ['takes', 'load', 'turn'],
    ['turn'],
  ],
})

/** What an agent knows, and how well. */
export const agentSkill = defineEntity({
  name: 'agentSkill',
  plural: 'agentSkills',
  keeping: 'log',
  fields: { agentId: field.ref('agentState'), skill: field.string().plain(), level: field.integer() },
  relations: { agent: { to: 'agentState', via: 'agentId', inverse: 'skills' } },
  indexes: [['skill', 'level']],
})

/**
 * How much an agent takes, and has, as `where` knows it.
 *
 * @example
 * const { items } = await me.members.list({ where: { agentStates: { some: { takes: true } } } })
 * console.log(items.map(({ name }) => name))
 */
export interface AgentState extends RowOf<typeof agentState.fields> {
  readonly id: string
}

/**
 * What an agent knows.
 *
 * @example
 * const french = { skill: 'fr', level: { gte: 2 } } satisfies Partial<Record<keyof AgentSkill, unknown>>
 */
export interface AgentSkill extends RowOf<typeof agentSkill.fields> {
  readonly id: string
}
