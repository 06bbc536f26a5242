import { type Me, zone } from './crm.ts'
import { agents } from './people.ts'

export const mailbox = 'support@weilai.example'

const day: [string, string][] = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
]

/** When there is business: 中秋节 is a holiday, and the Sunday before was worked instead. */
const office = {
  timeZone: zone,
  week: { 1: day, 2: day, 3: day, 4: day, 5: day },
  holidays: [{ date: '2026-09-25', name: '中秋节' }],
  overrides: { '2026-09-20': day },
}

export type Desk = Awaited<ReturnType<typeof openDesk>>

/** The rules of the house: calendar, queues, promises, mailbox, texts. */
export async function openDesk(admin: Me, teams: ReadonlyMap<string, string>) {
  const { id: calendarId } = await admin.businessCalendars.create({ name: '上海', definition: office, main: true })
  await queues(admin, teams)
  await promises(admin, calendarId)
  await admin.mailboxes.create({
    ...{ address: mailbox, name: '未来科技 客服', signature: '未来科技 客服部' },
  })
  for (const { user, capacity, skills } of agents) {
    await admin.routing.setAgent({ user, status: 'offline', capacity })
    if (Object.keys(skills).length > 0) await admin.routing.skills({ user, skills })
  }
  return texts(admin)
}

/** Who takes what: faults go to technicians, firmware to whoever knows it, the rest to after-sales. */
async function queues(admin: Me, teams: ReadonlyMap<string, string>): Promise<void> {
  const of = (name: string) => [teams.get(name) ?? '']
  const faults = { or: [{ category: '故障' }, { channel: 'device' }] }
  await admin.queues.create({
    ...{ name: '固件', position: 1, when: { category: '固件' }, teamIds: of('技术'), method: 'highest_spare' },
    ...{ skills: { 固件: 2 }, skillWait: 'PT2H' },
  })
  await admin.queues.create({ name: '技术', position: 2, when: faults, teamIds: of('技术'), method: 'round_robin' })
  await admin.queues.create({
    ...{ name: '售后', position: 3, when: { category: { ne: null } }, teamIds: of('售后'), method: 'least_loaded' },
  })
}

/** What is promised. Machines and very important customers count every hour of the day, holiday or not. */
async function promises(admin: Me, calendarId: string): Promise<void> {
  await admin.slaPolicies.create({
    ...{ name: 'VIP', position: 1, when: { contact: { is: { tags: { some: { tag: 'vip' } } } } } },
    clock: 'calendar',
    targets: everywhere({ first_reply: 'PT18H', resolution: 'PT48H' }),
    escalations: [
      { metric: 'first_reply', at: { percent: 75 }, actions: [{ do: 'raise' }, { do: 'notify', whom: 'u_zhao' }] },
    ],
  })
  await admin.slaPolicies.create({
    ...{ name: 'complaints', position: 2, when: { type: 'complaint' }, calendarId },
    targets: everywhere({ first_reply: 'PT2H', resolution: 'PT8H' }),
    escalations: [
      {
        ...{ metric: 'resolution', at: { before: 'PT1H' } },
        actions: [{ do: 'tag', tag: 'hurry' }, { do: 'raise' }, { do: 'notify', whom: 'u_zhao' }],
      },
    ],
  })
  await admin.slaPolicies.create({
    ...{ name: 'everybody', position: 3, calendarId },
    targets: everywhere({ first_reply: 'PT4H', resolution: 'PT16H' }),
  })
}

const everywhere = <T>(target: T) => ({ low: target, normal: target, high: target, urgent: target })

/** What is written so often that it is written once. */
async function texts(admin: Me) {
  const { id: waiting } = await admin.macros.create({
    ...{ name: '等待客户', visibility: 'all' },
    actions: [
      { do: 'move', to: 'pending' },
      { do: 'tag', tags: ['等待客户'] },
      { do: 'draft', body: '{{ticket.requester.name}}，您好！工单 #{{ticket.number}}：请把快递单号发给我们，好吗？' },
    ],
  })
  const body = '{{ticket.requester.name}}，您好！问题已经处理好了。{{agent.name}}'
  await admin.cannedReplies.create({ shortcut: 'done', locale: 'zh', body })
  const article = await admin.knowledgeArticles.create({
    ...{ slug: 'refund', title: '退款多久到账', body: '退款在三个工作日内原路到账。', category: '售后/退款' },
    ...{ visibility: 'public', locale: 'zh-CN' },
  })
  await admin.knowledgeArticles.publish(article.id, {})
  return { waiting, canned: 'done' }
}
