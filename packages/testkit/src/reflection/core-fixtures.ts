import type { CoreTypes, Scope } from '@guanxi/core'
import { type Fixture, type Fixtures, recordFixtures } from './fixtures.ts'

type Me = Scope<CoreTypes>

const company = async (me: Me, unique: string) => (await me.companies.create({ name: unique })).id
const contact = async (me: Me, unique: string) => (await me.contacts.create({ name: unique })).id
const placedAt = '2026-03-01T00:00:00Z'

async function order(me: Me, unique: string) {
  const { id: productId } = await me.products.create({ name: unique })
  const lines = [{ productId, quantity: 2, unitPrice: 250, description: 'x' }]
  const customer = { companyId: await company(me, unique), contactId: await contact(me, unique) }
  return { ...customer, externalId: unique, ownerId: 'u', placedAt, currency: 'CNY', lines }
}

const orderId = async (me: Me, unique: string) => (await me.orders.create(await order(me, unique))).id

const line: Fixture = async (me, unique) => {
  const { items } = await me.orderLines.list({ where: { orderId: await orderId(me, unique) } })
  return { id: items[0]?.id ?? '' }
}

/** A fixture for each operation of the core. */
export const coreFixtures: Fixtures = {
  ...recordFixtures({
    plural: 'companies',
    input: async (_, unique) => ({ name: unique, externalId: unique, ownerId: 'u', size: 3 }),
    patch: { city: 'Berlin' },
    relation: 'contacts',
  }),
  ...recordFixtures({
    plural: 'contacts',
    input: async (me, unique) => ({
      name: unique,
      externalId: unique,
      companyId: await company(me, unique),
      birthday: '2000-02-29',
    }),
    patch: { city: 'Berlin' },
    relation: 'company',
  }),
  ...recordFixtures({
    plural: 'teams',
    input: async (me, unique) => ({
      name: unique,
      externalId: unique,
      parentId: (await me.teams.create({ name: `${unique}q` })).id,
    }),
    patch: { name: 'East' },
    relation: 'members',
  }),
  ...recordFixtures({
    plural: 'members',
    async input(me, unique) {
      const { id: teamId } = await me.teams.create({ name: unique })
      const { id: managerId } = await me.members.create({ userId: `${unique}m`, name: unique })
      return { userId: unique, name: unique, teamId, managerId }
    },
    patch: { region: 'east' },
    by: 'userId',
    relation: 'team',
  }),
  ...recordFixtures({
    plural: 'products',
    input: async (_, unique) => ({ name: unique, sku: unique, price: 100, currency: 'CNY', active: true }),
    patch: { category: 'x' },
    by: 'sku',
  }),
  ...recordFixtures({
    plural: 'orders',
    input: order,
    patch: { ownerId: 'v', lines: [{ unitPrice: 1 }] },
    relation: 'lines',
  }),
  ...recordFixtures({
    plural: 'deals',
    async input(me, unique) {
      const customer = { companyId: await company(me, unique), contactId: await contact(me, unique) }
      return {
        title: unique,
        externalId: unique,
        ...customer,
        amount: 100,
        currency: 'CNY',
        pipeline: 'deal',
        stage: 'qualified',
      }
    },
    patch: { expectedAt: '2026-06-30' },
    relation: 'company',
    move: 'proposal',
  }),
  'orderLines.get': line,
  'orderLines.story': line,
  'orderLines.list': async (me, unique) => ({
    input: { where: { orderId: await orderId(me, unique) }, include: { product: true } },
  }),
  'orderLines.count': async (me, unique) => ({ input: { where: { orderId: await orderId(me, unique) } } }),
  'orderLines.aggregate': async (me, unique) => ({
    input: { where: { orderId: await orderId(me, unique) }, measures: { n: { fn: 'sum', field: 'quantity' } } },
  }),
}
