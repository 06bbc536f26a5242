import type { CoreTypes, Scope } from '@guanxi/core'
import { type Fixtures, recordFixtures } from '@guanxi/testkit'
import type { MacroCreate, TicketsTypes } from '../../src/index.ts'

type Types = CoreTypes & TicketsTypes

const actions: MacroCreate['actions'] = [
  { do: 'move', to: 'pending' },
  { do: 'set', type: 'complaint', priority: 'high', category: '物流' },
  { do: 'assign', ownerId: 'u_b' },
  { do: 'tag', tags: ['急'] },
  { do: 'untag', tags: ['急'] },
  { do: 'note', body: '{{ticket.number}}' },
  { do: 'draft', body: '{{ticket.requester.name}}，您好！' },
  { do: 'reply', body: '已补发' },
  { do: 'solve', resolution: '已补发' },
]
const macro = async (me: Scope<Types>, unique: string) => ({
  name: unique,
  visibility: 'group',
  teamId: (await me.teams.create({ name: unique })).id,
  actions,
})
const canned = async (_: Scope<Types>, unique: string) => ({ shortcut: unique, locale: 'zh-CN', body: '您好！' })
const ticketId = async (me: Scope<Types>, subject: string) => {
  const contactId = (await me.contacts.create({ name: subject })).id
  return (await me.tickets.open({ ticket: { subject, contactId }, message: { body: '?' } })).id
}

export const macroFixtures: Fixtures<Types> = {
  ...recordFixtures<Types>({
    plural: 'macros',
    input: macro,
    patch: { actions: [{ do: 'tag', tags: ['x'] }] },
    by: false,
    owned: true,
    relation: 'team',
  }),
  ...recordFixtures<Types>({
    plural: 'cannedReplies',
    input: canned,
    patch: { body: '再见！' },
    by: ['shortcut', 'locale'],
  }),
  'tickets.applyMacro': async (me, unique) => {
    const id = await ticketId(me, unique)
    const { items } = await me.ticketMessages.list({ where: { ticketId: id } })
    const { id: macroId } = await me.macros.create({ name: unique, visibility: 'all', actions })
    return { id, input: { macroId, after: items[0]?.id } }
  },
  'cannedReplies.find': async (me, unique) => {
    const { shortcut } = await me.cannedReplies.create(await canned(me, unique))
    return { input: { shortcut, locale: 'zh-CN', ticketId: await ticketId(me, unique) } }
  },
}
