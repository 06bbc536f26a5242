import type { CoreTypes, Crm } from '@guanxi/core'
import type { TestClock } from '@guanxi/testkit'

/** Leads, work, what tenants define, ownership and privacy, on a database with the companies and deals of `fill`. */
export async function fillCrm(crm: Crm<CoreTypes>, clock: TestClock): Promise<void> {
  const me = crm.asSystem({ reason: 'fixture' })
  const [company] = (await me.companies.list({ where: { name: '华东精工' } })).items
  const [contact] = (await me.contacts.list({ where: { name: '王芳 1' } })).items
  const [companyId, contactId] = [company?.id ?? '', contact?.id ?? '']

  await me.customFields.define({ entity: 'company', name: 'rank', kind: 'enum', values: ['a', 'b'], class: 'plain' })
  await me.customFields.define({ entity: 'deal', name: 'seats', kind: 'integer' })
  await me.companies.update(companyId, { custom: { rank: 'a' } })
  await me.pipelines.define({
    name: 'renewal',
    entity: 'deal',
    stages: { due: { probability: 0.5 }, done: { type: 'won' } },
  })
  await me.policies.set({ role: 'intern', grants: { company: { scope: 'own', can: ['read'], except: ['phone'] } } })
  await me.ownershipCaps.create({ entity: 'company', userId: 'u_b', most: 10 })

  await me.contacts.update(contactId, {
    points: ['138 0000 0001', { kind: 'wechat', value: 'wx_fang', primary: true }, 'wang1@example.com'],
    preferences: [{ key: 'drink', value: 'tea', origin: 'said so' }],
  })
  await me.contacts.tag(contactId, { add: ['高潜力', 'vip'] })
  await me.contacts.prefer(contactId, { key: 'drink', value: 'coffee', origin: 'order' })
  const renewal = await me.deals.create({
    title: 'Renewal',
    pipeline: 'renewal',
    companyId,
    contactId,
    currency: 'CNY',
    people: [{ contactId, role: 'decider', primary: true }],
    lines: [{ description: 'Service', quantity: 3, unitPrice: 1250, discount: 500 }],
    custom: { seats: 5 },
  })
  await me.deals.move(renewal.id, { to: 'done' })

  const lead = await me.leads.create({ name: '李雷', companyName: '北方机床', phone: '010-6234 5678', need: '轴承' })
  await me.leads.create({ name: 'Han', source: 'fair', externalId: 'l2' })
  await clock.advance('P1D')
  await me.leads.convert(lead.id, { deal: { title: '北方机床' } })
  await me.activities.log({
    kind: 'call',
    subject: 'Angebot',
    companyId,
    contactId,
    nextStep: 'call',
    nextStepOn: '2026-04-01',
  })
  const task = await me.tasks.create({ title: '回访', dueOn: '2026-04-01', companyId })
  await me.tasks.create({ title: 'open', dueAt: '2026-04-02T02:00:00Z', contactId })
  await me.tasks.complete(task.id, { outcome: 'done' })

  const [order] = (await me.orders.list({ where: { externalId: 'o3' } })).items
  await me.refunds.create({ orderId: order?.id ?? '', amount: 50, at: clock.at, externalId: 'r1', reason: 'late' })
  await me.companies.update(companyId, { ownerId: 'u_a' })
  await me.companies.share(companyId, { user: 'u_b', level: 'read' })
  await crm
    .as({ user: 'u_a', roles: ['sales'] })
    .savedViews.create({ name: 'Mine', entity: 'company', query: { where: { city: '上海' } }, shared: true })
  const leaver = await me.contacts.create({ name: 'Gone Girl', email: 'gone@example.com' })
  await me.contacts.eraseSubject(leaver.id, {})
}

/** What of that every later release must still read. */
export async function summaryOfCrm(crm: Crm<CoreTypes>): Promise<Readonly<Record<string, unknown>>> {
  const me = crm.asSystem({ reason: 'summary' })
  const contacts = await me.contacts.list({
    orderBy: { name: 'asc' },
    include: { points: { orderBy: { value: 'asc' } }, tags: { orderBy: { tag: 'asc' } }, preferences: true },
  })
  const companies = (await me.companies.list({ orderBy: { name: 'asc' } })).items
  return {
    people: contacts.items,
    leads: (await me.leads.list({ orderBy: { name: 'asc' } })).items,
    activities: (await me.activities.list()).items,
    tasks: (await me.tasks.list({ orderBy: { title: 'asc' } })).items,
    refunds: (await me.refunds.list()).items,
    rates: (await me.exchangeRates.list()).items,
    lines: (await me.dealLines.list()).items,
    dealPeople: (await me.dealContacts.list()).items,
    pipelines: await me.pipelines.list({ entity: 'deal' }),
    policies: (await me.policies.list()).items,
    caps: (await me.ownershipCaps.list()).items,
    views: (await me.savedViews.list()).items,
    owners: await Promise.all(companies.map(({ id }) => me.companies.owners(id))),
    shared: await Promise.all(companies.map(({ id }) => me.companies.sharedWith(id))),
    timelines: await Promise.all(companies.map(async ({ id }) => (await me.companies.timeline(id)).items)),
    found: (await me.search.find({ text: '精工' })).items,
  }
}
