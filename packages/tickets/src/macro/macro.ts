import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '@guanxi/core'
import * as z from 'zod'
import { priorities, ticketTypes } from '../ticket/ticket.ts'

const tags = () => z.array(z.string().min(1).max(100)).min(1).max(50)
/** With names of values in it: `{{ticket.requester.name}}`. */
const text = () => z.string().min(1).max(100_000)

const action = () =>
  z.discriminatedUnion('do', [
    z.strictObject({ do: z.literal('move'), to: z.enum(['open', 'pending', 'hold', 'solved']) }),
    z.strictObject({ do: z.literal('solve'), resolution: text() }),
    z.strictObject({
      do: z.literal('set'),
      type: z.enum(ticketTypes).optional(),
      priority: z.enum(priorities).optional(),
      category: z.string().min(1).max(100).nullable().optional(),
    }),
    z.strictObject({
      do: z.literal('assign'),
      /** `me`: whoever applies it. */
      to: z.literal('me').optional(),
      ownerId: z.string().nullable().optional(),
      teamId: z.string().nullable().optional(),
    }),
    z.strictObject({ do: z.literal('tag'), tags: tags() }),
    z.strictObject({ do: z.literal('untag'), tags: tags() }),
    z.strictObject({ do: z.literal('note'), body: text() }),
    /** An answer for him to look through and send: it is his draft then. */
    z.strictObject({ do: z.literal('draft'), body: text() }),
    /** An answer that goes out as it is. */
    z.strictObject({ do: z.literal('reply'), body: text() }),
  ])

/** What agents do to tickets again and again, in one stroke. */
export const macro = defineEntity({
  name: 'macro',
  plural: 'macros',
  fields: {
    name: field.string({ min: 1, max: 200 }).plain(),
    actions: field.json(() => z.array(action()).min(1).max(30)).plain(),
    /** Who sees and applies it: everybody, the members of its team, or its owner alone. */
    visibility: field.enum(['all', 'group', 'user']).default('user'),
    teamId: field.ref('team').optional(),
    ownerId: field.string().optional().plain(),
    /** How often it was applied. */
    usageCount: field.integer().default(0).generated(),
  },
  relations: {
    team: { to: 'team', via: 'teamId', inverse: 'macros' },
    owner: { to: 'member', via: 'ownerId', on: 'userId', inverse: 'macros' },
  },
  indexes: [
    ['visibility', 'name'],
    ['ownerId', 'name'],
  ],
  // His own are of use to nobody else.
  open: { visibility: { ne: 'user' } },
})

/**
 * What agents do to tickets again and again, in one stroke.
 *
 * @example
 * const [first] = (await me.macros.list({ orderBy: { usageCount: 'desc' } })).items
 * const names = [first].map((one?: Macro) => one?.name)
 */
export interface Macro extends System, RowOf<typeof macro.fields> {}

/**
 * What a creation of a macro takes.
 *
 * @example
 * const macro: MacroCreate = {
 *   name: '等待客户',
 *   visibility: 'all',
 *   actions: [
 *     { do: 'move', to: 'pending' },
 *     { do: 'tag', tags: ['物流'] },
 *     { do: 'draft', body: '{{ticket.requester.name}}，您好！' },
 *   ],
 * }
 */
export interface MacroCreate extends CreateOf<typeof macro.fields> {}
export type MacroTypes = EntityOf<typeof macro, Macro, MacroCreate>
export type MacroAction = z.infer<ReturnType<typeof action>>
