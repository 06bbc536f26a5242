import { analytics } from '@guanxi/analytics'
import { type CoreTypes, type Crm, createCrm, definePipeline, field, type StorageAdapter } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { fillAnalytics } from './fill-analytics.ts'
import { fillCrm, summaryOfCrm } from './fill-crm.ts'
import { desk, fillTickets } from './fill-tickets.ts'
import { leave, reminders, summaryOfLater } from './later.ts'

// The core's own stages, which tenants may change.
const deal = definePipeline({
  entity: 'deal',
  editable: true,
  stages: {
    qualified: {},
    proposal: {},
    negotiation: {},
    won: { type: 'won' },
    lost: { type: 'lost', require: ['lostReason'] },
  },
})

interface How {
  readonly ids?: (now: number) => string
}

/** What release fixtures are made with, and read with for ever: its own fields are part of the data. */
function house(storage: StorageAdapter, how: How) {
  const clock = testClock('2026-03-16T01:00:00Z')
  const fields = {
    contact: { tier: field.enum(['gold', 'silver']).optional() },
    deal: { late: field.boolean().default(false) },
  }
  return { clock, options: { storage, clock, fields, pipelines: { deal }, reportCurrency: 'CNY' as const, ...how } }
}

/** The instance of releases before 0.6.0. */
export function fixtureCrm(storage: StorageAdapter, how: How = {}) {
  const { clock, options } = house(storage, how)
  return { crm: createCrm({ ...options, plugins: [reminders()] }), clock }
}

/** The same with a service desk: of releases before 0.8.0. */
export function fixtureDesk(storage: StorageAdapter, how: How = {}) {
  const { clock, options } = house(storage, how)
  return { crm: createCrm({ ...options, plugins: [reminders(), desk()] }), clock }
}

/** The same with a service desk and with reports. */
export function fixtureReports(storage: StorageAdapter, how: How = {}) {
  const { clock, options } = house(storage, how)
  return { crm: createCrm({ ...options, plugins: [reminders(), desk(), analytics()] }), clock }
}

/** Fills a migrated database with some of everything; the same in every run. */
export async function fill({ crm, clock }: ReturnType<typeof fixtureReports>): Promise<void> {
  const me = crm.asSystem({ reason: 'fixture' })
  await me.exchangeRates.create({ from: 'USD', to: 'CNY', at: '2026-03-01', rate: '7.1234' })
  const team = await me.teams.create({ name: '华东' })
  const boss = await me.members.create({ userId: 'u_m', name: '经理', teamId: team.id })
  for (const userId of ['u_a', 'u_b'])
    await me.members.create({ userId, name: userId, managerId: boss.id, teamId: team.id })
  const product = await me.products.create({ name: '轴承', sku: 'B-1', price: 1250, currency: 'CNY' })
  for (const [index, name] of ['北京未来科技有限公司', '华东精工', 'O’Reilly & Söhne', '😀 Emoji GmbH'].entries()) {
    const company = await me.companies.create({ name, ownerId: index % 2 === 0 ? 'u_a' : 'u_b', city: '上海' })
    const contact = await me.contacts.create({
      name: `王芳 ${index}`,
      email: `wang${index}@example.com`,
      birthday: '2000-02-29',
      companyId: company.id,
      ...(index === 0 ? { tier: 'gold' as const } : {}),
    })
    await clock.advance('PT1H')
    const currency = index === 3 ? 'USD' : 'CNY'
    const lines = [
      { productId: product.id, quantity: 3, unitPrice: 1250, discount: 1500 },
      { description: 'Fracht', unitPrice: 99 },
    ]
    const order = {
      externalId: `o${index}`,
      companyId: company.id,
      contactId: contact.id,
      currency,
      placedAt: clock.at,
      lines,
    }
    await me.orders.create(order, { idempotencyKey: `order ${index}` })
    const deal = await me.deals.create({
      title: `Deal ${index}`,
      companyId: company.id,
      amount: 100_000 * index,
      currency,
      ownerId: 'u_a',
    })
    await clock.advance('P1D')
    if (index > 0) await me.deals.move(deal.id, { to: 'proposal' })
    if (index === 2) await me.deals.move(deal.id, { to: 'won' }, { reason: 'signed' })
    if (index === 3) await me.deals.move(deal.id, { to: 'lost', set: { lostReason: 'price', late: true } })
  }
  const gone = await me.companies.create({ name: 'in the bin', externalId: 'gone' })
  await me.companies.delete(gone.id)
  await fillCrm(crm, clock)
  await fillTickets(crm, clock)
  await fillAnalytics(crm)
  await leave(crm, clock)
}

/** What every later release must still read from that database. */
export async function summary(crm: Crm<CoreTypes>): Promise<unknown> {
  const me = crm.asSystem({ reason: 'summary' })
  const deals = await me.deals.list({ orderBy: { title: 'asc' } })
  return {
    ...(await summaryOfCrm(crm)),
    ...(await summaryOfLater(crm)),
    companies: (await me.companies.list({ orderBy: { name: 'asc' } })).items,
    contacts: (await me.contacts.list({ orderBy: { name: 'asc' } })).items,
    orders: (
      await me.orders.list({ orderBy: { externalId: 'asc' }, include: { lines: { orderBy: { total: 'desc' } } } })
    ).items,
    deals: await Promise.all(
      deals.items.map(async (deal) => ({
        ...deal,
        history: await me.deals.history(deal.id),
        story: await me.deals.story(deal.id),
      })),
    ),
    below: await crm.as({ user: 'u_m', roles: ['manager'] }).companies.count(),
    revenue: await me.orders.aggregate({
      groupBy: { currency: 'currency' },
      measures: { total: { fn: 'sum', field: 'total' } },
    }),
  }
}
