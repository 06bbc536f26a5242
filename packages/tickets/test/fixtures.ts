import type { CoreTypes, Scope } from '@guanxi/core'
import { type Fixtures, ownedFixtures, recordFixtures } from '@guanxi/testkit'
import type { TicketsTypes } from '../src/index.ts'
import { channelFixtures, chatting } from './channels/fixtures.ts'
import { complaintFixtures } from './complaint/fixtures.ts'
import { inboundFixtures } from './inbound/fixtures.ts'
import { knowledgeFixtures } from './knowledge/fixtures.ts'
import { macroFixtures } from './macro/fixtures.ts'
import { metricFixtures } from './metrics/fixtures.ts'
import { attended, presenceFixtures } from './presence/fixtures.ts'
import { previousFixtures } from './previous/fixtures.ts'
import { routingFixtures } from './routing/fixtures.ts'
import { asked, surveyFixtures } from './survey/fixtures.ts'

type Types = CoreTypes & TicketsTypes
type Me = Scope<Types>

const hours: [string, string][] = [['09:00', '17:00']]
const definition = {
  timeZone: 'Asia/Shanghai',
  week: { 1: hours, 5: hours },
  holidays: [{ date: '2026-10-01', recurring: true, name: '国庆节' }],
  overrides: { '2026-10-10': hours },
}
const calendarId = async (me: Me, unique: string) =>
  (await me.businessCalendars.create({ name: unique, definition })).id
const policy = async (me: Me, unique: string) => ({
  name: unique,
  position: 1,
  when: { subject: { contains: 'x' } },
  targets: { normal: { first_reply: 'PT1H', resolution: 'PT8H' } },
  calendarId: await calendarId(me, unique),
  pauseOn: { resolution: ['pending' as const] },
  escalations: [
    { metric: 'first_reply' as const, at: { percent: 1 }, inHours: true, actions: [{ do: 'raise' as const }] },
    {
      metric: 'first_reply' as const,
      at: { before: 'PT10M' },
      actions: [
        { do: 'tag' as const, tag: 'late' },
        { do: 'assign' as const, ownerId: 'u_b' },
        { do: 'notify' as const, whom: 'u_lead' },
      ],
    },
  ],
})
const ticket = async (me: Me, unique: string) => ({
  subject: unique,
  externalId: unique,
  companyId: (await me.companies.create({ name: unique })).id,
  contactId: (await me.contacts.create({ name: unique })).id,
  teamId: (await me.teams.create({ name: unique })).id,
  tags: ['物流'],
  messages: [{ direction: 'in' as const, body: '货还没到', references: ['<a@x>'] }],
})
/** A ticket for calls that want one and nothing of it. */
const ticketId = async (me: Me, unique: string) => {
  const messages = [{ direction: 'in' as const, body: '货还没到' }]
  const { id: contactId } = await me.contacts.create({ name: unique })
  return (await me.tickets.create({ subject: unique, contactId, messages })).id
}
const whole = async (me: Me, unique: string) => (await me.tickets.create(await ticket(me, unique))).id
/** Somebody has it, so that it can be solved. */
const taken = async (me: Me, unique: string) => {
  const id = await ticketId(me, unique)
  await me.tickets.assign(id, { ownerId: 'u_a' })
  return id
}
const said = {
  body: '还没到',
  html: '<p>还没到</p>',
  channel: 'email',
  mailbox: 'a@x',
  messageId: '<b@x>',
  references: ['<a@x>'],
  files: [{ name: '发票.txt', type: 'text/plain', data: 'aGVsbG8=' }],
}
const link = async (me: Me, unique: string) => ({
  fromId: await ticketId(me, `${unique} one`),
  toId: await ticketId(me, `${unique} two`),
  kind: 'related',
})
/** A ticket with clocks. */
const promised = async (me: Me, unique: string) => {
  const { id: policyId } = await me.slaPolicies.create({ ...(await policy(me, unique)), when: {} })
  return { policyId, id: await ticketId(me, unique) }
}

/** A call that succeeds for each operation of the plugin. */
export const fixtures: Fixtures<Types> = {
  ...channelFixtures,
  ...surveyFixtures,
  ...macroFixtures,
  ...presenceFixtures,
  ...complaintFixtures,
  ...previousFixtures,
  ...routingFixtures,
  ...metricFixtures,
  ...knowledgeFixtures,
  ...recordFixtures<Types>({
    plural: 'tickets',
    input: ticket,
    patch: {
      priority: 'high',
      participants: ['a@x.cn'],
      tags: ['急'],
      messages: { add: [{ kind: 'note', body: '查' }] },
    },
    owned: true,
    search: true,
    relation: 'contact',
    move: 'open',
  }),
  // One with clocks, for those who look at what belongs to tickets.
  'tickets.create': async (me, unique) => {
    await me.slaPolicies.create({ ...(await policy(me, `${unique} sla`)), when: { subject: unique } })
    await chatting(me, unique)
    await me.queues.create({ name: `${unique} queue`, when: { subject: unique } })
    return { input: await ticket(me, unique) }
  },
  ...ownedFixtures<Types>({ plural: 'ticketTags', whose: 'ticketId', owner: whole }),
  ...ownedFixtures<Types>({ plural: 'ticketMessages', whose: 'ticketId', owner: whole }),
  ...recordFixtures<Types>({
    plural: 'ticketLinks',
    input: link,
    patch: { kind: 'blocks' },
    by: ['fromId', 'toId', 'kind'],
    relation: 'from',
  }),
  // What is no record has no creation of its own: it comes with another.
  async 'ticketLinks.create'(me, unique) {
    await asked(me, `${unique} asked`)
    await attended(me, `${unique} attended`)
    return { input: await link(me, unique) }
  },
  ...recordFixtures<Types>({
    plural: 'businessCalendars',
    input: async (_, unique) => ({ name: unique, definition }),
    patch: { definition: { ...definition, holidays: [] }, main: true },
    by: 'name',
  }),
  ...recordFixtures<Types>({
    plural: 'slaPolicies',
    input: policy,
    patch: { position: 2 },
    by: false,
    relation: 'calendar',
  }),
  'tickets.open': async (me, unique) => ({ input: { ticket: await ticket(me, unique), message: said } }),
  'tickets.reply': async (me, unique) => {
    const id = await ticketId(me, unique)
    const { items } = await me.ticketMessages.list({ where: { ticketId: id } })
    return { id, input: { ...said, stage: 'pending', after: items[0]?.id, answers: items[0]?.id } }
  },
  'tickets.note': async (me, unique) => ({ id: await ticketId(me, unique), input: { body: '查一下' } }),
  'tickets.receive': async (me, unique) => ({
    id: await ticketId(me, unique),
    input: { ...said, contactId: (await me.contacts.create({ name: `${unique} c` })).id, automatic: false },
  }),
  'tickets.assign': async (me, unique) => ({
    id: await ticketId(me, unique),
    input: { ownerId: 'u_b', teamId: (await me.teams.create({ name: `${unique} t` })).id },
  }),
  'tickets.solve': async (me, unique) => ({ id: await taken(me, unique), input: { resolution: '已补发' } }),
  'tickets.close': async (me, unique) => ({ id: await taken(me, unique), input: {} }),
  'tickets.link': async (me, unique) => ({
    id: await ticketId(me, unique),
    input: { to: await ticketId(me, `${unique} other`), kind: 'blocks' },
  }),
  'tickets.merge': async (me, unique) => ({
    id: await ticketId(me, unique),
    input: { into: await ticketId(me, `${unique} other`) },
  }),
  'tickets.split': async (me, unique) => {
    const id = await ticketId(me, unique)
    const { items } = await me.ticketMessages.list({ where: { ticketId: id } })
    return { id, input: { messages: items.map((message) => message.id), subject: '发票' } }
  },
  'tickets.sla': async (me, unique) => ({ id: (await promised(me, unique)).id, input: {} }),
  'tickets.ring': async (me, unique) => ({ id: (await promised(me, unique)).id, input: {} }),
  'tickets.escalate': async (me, unique) => ({
    id: (await promised(me, unique)).id,
    input: { metric: 'first_reply', instance: 1, rule: '1%' },
  }),
  'sla.recompute': async (me, unique) => {
    const { policyId } = await promised(me, unique)
    const { calendarId } = await me.slaPolicies.get(policyId)
    return { input: { policyId, calendarId } }
  },
  'sla.follow': async (me, unique) => ({ input: { policyId: (await promised(me, unique)).policyId, after: '0' } }),
  ...inboundFixtures,
}
