import type { CoreTypes, Crm } from '@guanxi/core'
import type { TestClock } from '@guanxi/testkit'
import { type TicketsOptions, type TicketsTypes, tickets } from '@guanxi/tickets'

type DeskCrm = Crm<CoreTypes & TicketsTypes>

const survey: TicketsOptions['survey'] = { secret: 'of the release fixtures', send: async () => {} }
export const desk = () => tickets({ survey, chats: { wechat: { send: async () => 'sent' } } })

const hours: [string, string][] = [['09:00', '18:00']]
const definition = { timeZone: 'Asia/Shanghai', week: { 1: hours, 2: hours, 3: hours, 4: hours, 5: hours } }

/** Some of everything that a service desk has. */
export async function fillTickets(crm: DeskCrm, clock: TestClock): Promise<void> {
  const me = crm.asSystem({ reason: 'fixture' })
  const agent = crm.as({ user: 'u_s', roles: ['agent'] })
  const team = await me.teams.create({ name: '售后' })
  await me.members.create({ userId: 'u_s', name: '客服', teamId: team.id })
  const calendar = await me.businessCalendars.create({ name: 'office', definition, main: true })
  await me.slaPolicies.create({
    name: 'default',
    calendarId: calendar.id,
    targets: { normal: { first_reply: 'PT2H', resolution: 'PT8H' } },
    escalations: [{ metric: 'resolution', at: { percent: 50 }, actions: [{ do: 'tag', tag: 'late' }] }],
  })
  await me.queues.create({ name: '售后', when: { type: 'complaint' }, teamIds: [team.id] })
  await me.routing.setAgent({ user: 'u_s', status: 'online', capacity: 2 })
  await me.routing.skills({ user: 'u_s', skills: { fr: 2 } })
  await me.mailboxes.create({ address: 'support@x.cn', name: '客服' })
  const macro = await me.macros.create({
    name: '等待客户',
    visibility: 'all',
    actions: [
      { do: 'tag', tags: ['asked'] },
      { do: 'move', to: 'pending' },
    ],
  })
  await me.cannedReplies.create({ shortcut: 'hello', locale: 'zh', body: '您好！' })
  const article = await me.knowledgeArticles.create({ slug: 'refund', title: '退款多久到账', body: '三个工作日。' })
  await me.knowledgeArticles.publish(article.id, {})

  const contact = await me.contacts.create({ name: '李雷', email: 'li@example.com', phone: '+8613900000009' })
  const complaint = { subject: '物流延误', type: 'complaint', contactId: contact.id } as const
  const late = await agent.tickets.open({ ticket: complaint, message: { body: '货还没到' } })
  const twice = await agent.tickets.open({ ticket: complaint, message: { body: '在吗' } })
  await agent.tickets.open({ ticket: { ...complaint, subject: '货损' }, message: { body: '箱子破了' } })
  await agent.tickets.merge(twice.id, { into: late.id })
  await clock.advance('PT3H')
  await crm.tick()
  await agent.tickets.applyMacro(late.id, { macroId: macro.id })
  await me.tickets.receive(late.id, { body: '请尽快' })
  await agent.tickets.reply(late.id, { body: '已补发' })
  await agent.tickets.draft(late.id, { body: '还有' })
  await agent.tickets.solve(late.id, { resolution: '已补发' })
  const raw =
    'From: Wang <wang@x.org>\r\nTo: support@x.cn\r\nSubject: invoice\r\nMessage-ID: <m1@x.org>\r\n\r\nWhere is it?'
  await me.inbound.email({ raw, encoding: 'text', mailbox: 'support@x.cn' })
  await me.inbound.wechat({ user: 'wx1', messageId: 'm1', text: '投诉', name: '王芳' })
  await me.inbound.call({ callId: 'c1', number: '+8613900000009' })
  await me.devices.create({ serial: 'SN9', contactId: contact.id, ownerId: 'u_s' })
  for (let i = 0; i < 3; i++) await me.inbound.device({ serial: 'SN9', code: 'E42' })
  await clock.advance('P2D')
  await crm.tick()
}

/** What of that every later release must still read. */
export async function summaryOfTickets(crm: DeskCrm): Promise<Readonly<Record<string, unknown>>> {
  const me = crm.asSystem({ reason: 'summary' })
  const { items } = await me.tickets.list({
    orderBy: { number: 'asc' },
    include: {
      messages: { orderBy: { id: 'asc' } },
      tags: { orderBy: { tag: 'asc' } },
      surveys: true,
      deviceAlarms: true,
      waits: { orderBy: { id: 'asc' } },
    },
  })
  const year = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }
  return {
    tickets: items,
    promised: await Promise.all(items.map(({ id }) => promisesOf(crm, id))),
    stories: await Promise.all(items.map(({ id }) => me.tickets.story(id))),
    links: (await me.ticketLinks.list({ orderBy: { id: 'asc' } })).items,
    calls: (await me.calls.list()).items,
    queues: (await me.queues.list()).items,
    agents: await me.routing.agents({}),
    macros: (await me.macros.list()).items,
    articles: (await me.knowledge.search({ text: '退款', audience: 'agent' })).items,
    figures: [
      await me.metrics.agents({ ...year, clock: 'business' }),
      await me.metrics.service({ ...year, clock: 'calendar' }),
    ],
  }
}

/** Without what goes on with the time. */
async function promisesOf(crm: DeskCrm, id: string) {
  const { clocks, events } = await crm.asSystem({ reason: 'summary' }).tickets.sla(id, {})
  return { clocks: clocks.map(({ consumed: _, late: __, ...clock }) => clock), events }
}
