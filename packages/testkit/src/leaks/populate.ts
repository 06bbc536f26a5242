import type { CoreTypes, Crm } from '@guanxi/core'
import type { Random } from '../sample/random.ts'

/** Users of both tenants; the last one is no member. */
export const users = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6'] as const

/** Values with many ties, the same in both tenants. */
export const words: Readonly<Record<string, readonly unknown[]>> = {
  name: ['Acme', 'acme', '北京未来', 'Zeta', '100%'],
  title: ['Renewal', '年度合同', 'renewal'],
  city: ['Beijing', 'Shanghai', 'Berlin'],
  industry: ['steel', 'food'],
  region: ['east', 'west'],
  size: [0, 10, 250],
  amount: [0, 100, 250, 9_900],
  reportAmount: [0, 700, 9_900],
  reportTotal: [0, 250, 1_750],
  reportCurrency: ['CNY'],
  refunded: [0, 5],
  unitPrice: [100, 250],
  discount: [0, 1500],
  quantity: [0, 1, 3],
  currency: ['CNY', 'CNY', 'CNY', 'USD'],
  phone: ['+8613800138000', '+14155550100'],
  birthday: ['1990-02-28', '2000-02-29'],
  expectedAt: ['2026-03-01', '2026-06-30'],
  placedAt: ['2025-12-31T16:00:00.000Z', '2026-03-01T00:00:00.000Z', '2026-03-15T08:00:00.000Z'],
  lostReason: ['price', 'time'],
  tier: ['gold', 'silver'],
  ownerId: users,
  userId: users,
  viewer: users,
  from: users,
  to: users,
  level: ['read', 'write'],
  stage: ['qualified', 'proposal', 'won', 'lost', 'new', 'contacted', 'open', 'done'],
  kind: ['call', 'note'],
  at: ['2025-12-31T16:00:00.000Z', '2026-03-01T00:00:00.000Z', '2026-03-15T08:00:00.000Z'],
  priority: ['low', 'normal', 'high'],
  dueOn: ['2026-03-01', '2026-03-20'],
  nextStepOn: ['2026-03-01', '2026-03-20'],
  outcome: ['bought', 'gone'],
  subject: ['Renewal', '年度合同', 'renewal'],
  companyName: ['Acme', 'acme', '北京未来'],
  active: [true, false],
  total: [0, 250, 300],
  price: [100],
  description: ['bolt', 'nut'],
}

/** Fills a tenant through the SDK: a tree of members in teams, customers, deals, orders with lines, some of all in the bin. */
export async function populate(crm: Crm<CoreTypes>, tenant: string, random: Random): Promise<void> {
  const me = crm.asSystem({ tenant, reason: 'populate' })
  const maybe = (name: string, chance = 0.7) =>
    random.chance(chance) ? { [name]: random.pick(words[name] ?? []) } : {}
  const one = (list: readonly string[], name: string, chance = 0.7) =>
    list.length > 0 && random.chance(chance) ? { [name]: random.pick(list) } : {}
  const many = (count: number, make: (index: number) => object) =>
    Array.from({ length: count }, (_, index) => make(index)) as never[]
  const text = (name: string) => String(random.pick(words[name] ?? []))
  const owner = () => (random.chance(0.9) ? { ownerId: random.pick(users) } : {})
  const key = (index: number) => (random.chance(0.8) ? { externalId: `x${index}` } : {})

  const { ids: teams } = await me.teams.createMany(many(random.int(1, 3), () => ({ name: text('name') })))
  const members: string[] = []
  for (const userId of users.slice(0, -1)) {
    const place = { ...one(teams, 'teamId'), ...one(members, 'managerId', 0.8), ...maybe('region') }
    members.push((await me.members.create({ userId, name: text('name'), ...place })).id)
  }
  const { ids: products } = await me.products.createMany(
    many(3, (i) => ({ name: text('name'), sku: `s${i}`, price: 100, currency: 'CNY', active: random.chance(0.7) })),
  )
  const { ids: companies } = await me.companies.createMany(
    many(random.int(3, 7), (i) => {
      const more = { ...maybe('city'), ...maybe('industry'), ...maybe('size'), ...maybe('phone'), ...maybe('tier') }
      return { name: text('name'), ...owner(), ...key(i), ...more }
    }),
  )
  const { ids: contacts } = await me.contacts.createMany(
    many(random.int(3, 7), (i) => {
      const more = { ...one(companies, 'companyId'), ...maybe('city'), ...maybe('phone'), ...maybe('birthday') }
      return { name: text('name'), email: `c${i}@example.com`, ...owner(), ...key(i), ...more }
    }),
  )
  const line = () => ({
    ...one(products, 'productId'),
    ...maybe('description'),
    ...maybe('quantity'),
    ...maybe('discount'),
    unitPrice: random.pick([100, 250]),
  })
  const customer = () => ({ companyId: random.pick(companies), ...one(contacts, 'contactId', 0.3) })
  // Some days have no rate yet.
  await me.exchangeRates.createMany(
    many(2, (i) => ({ from: 'USD', to: 'CNY', at: ['2026-01-01', '2026-03-10'][i], rate: ['7', '7.1'][i] })),
  )
  const { ids: deals } = await me.deals.createMany(
    many(random.int(3, 8), (i) => {
      const stage = random.pick(['qualified', 'proposal', 'won', 'lost'])
      const more = {
        currency: text('currency'),
        lostReason: text('lostReason'),
        ...maybe('amount'),
        ...maybe('expectedAt'),
        ...(random.chance(0.3) ? { lines: many(random.int(1, 2), line) } : {}),
      }
      return { title: text('title'), stage, ...customer(), ...owner(), ...key(i), ...more }
    }),
  )
  const { ids: orders } = await me.orders.createMany(
    many(random.int(3, 7), (i) => {
      const given = { placedAt: text('placedAt'), currency: text('currency') }
      const lines = random.chance(0.3) ? { total: 250 } : { lines: many(random.int(0, 3), line) }
      return { ...given, ...customer(), ...owner(), ...key(i), ...lines }
    }),
  )
  const paid = (await me.orders.list({ where: { total: { gte: 10 } } })).items.map(({ id }) => id)
  const { ids: refunds } = await me.refunds.createMany(
    many(paid.length === 0 ? 0 : random.int(0, 4), (i) => {
      return { orderId: random.pick(paid), amount: random.pick([1, 2]), at: text('placedAt'), ...key(i) }
    }),
  )
  const { ids: leads } = await me.leads.createMany(
    many(random.int(2, 5), (i) => {
      const stage = random.pick(['new', 'contacted', 'qualified'])
      return { companyName: text('name'), stage, ...maybe('city'), ...maybe('region'), ...owner(), ...key(i) }
    }),
  )
  const about = () => {
    const links = {
      ...one(companies, 'companyId', 0.6),
      ...one(contacts, 'contactId', 0.4),
      ...one(deals, 'dealId', 0.2),
    }
    return { ...links, ...one(leads, 'leadId', Object.keys(links).length === 0 ? 1 : 0.1) }
  }
  const { ids: activities } = await me.activities.createMany(
    many(random.int(4, 10), (i) => {
      const more = { ...maybe('outcome'), ...maybe('subject'), ...maybe('nextStepOn', 0.3) }
      return { kind: text('kind'), at: text('at'), ...more, ...about(), ...owner(), ...key(i) }
    }),
  )
  const { ids: tasks } = await me.tasks.createMany(
    many(random.int(3, 6), (i) => {
      const stage = random.pick(['open', 'open', 'done'])
      return { title: text('title'), stage, ...maybe('priority'), ...maybe('dueOn'), ...about(), ...owner(), ...key(i) }
    }),
  )
  for (const id of random.some(leads, 0.25)) await me.leads.convert(id, { deal: random.chance(0.5) ? {} : false })
  const ownedRecords = [
    [me.companies, companies],
    [me.contacts, contacts],
    [me.deals, deals],
    [me.orders, orders],
    [me.leads, leads],
    [me.activities, activities],
    [me.tasks, tasks],
  ] as const
  for (const [resource, ids] of ownedRecords) {
    const level = () => random.pick(['read', 'write'] as const)
    for (const id of random.some(ids, 0.4)) await resource.share(id, { user: random.pick(users), level: level() })
    for (const id of random.some(ids, 0.3)) await resource.update(id, { ownerId: random.pick([...users, null]) })
  }
  const bin = async (ids: readonly string[], remove: (id: string) => Promise<void>) => {
    for (const id of random.some(ids, 0.12)) await remove(id)
  }
  await bin(refunds, (id) => me.refunds.delete(id))
  await bin(teams, (id) => me.teams.delete(id))
  await bin(members, (id) => me.members.delete(id))
  await bin(products, (id) => me.products.delete(id))
  await bin(companies, (id) => me.companies.delete(id))
  await bin(contacts, (id) => me.contacts.delete(id))
  await bin(deals, (id) => me.deals.delete(id))
  await bin(orders, (id) => me.orders.delete(id))
  await bin(leads, (id) => me.leads.delete(id))
  await bin(activities, (id) => me.activities.delete(id))
  await bin(tasks, (id) => me.tasks.delete(id))
}
