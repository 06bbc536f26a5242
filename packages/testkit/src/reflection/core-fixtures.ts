import type { CoreTypes, Scope } from '@guanxi/core'
import { auditFixtures } from './core/audit.ts'
import { leadFixtures } from './core/leads.ts'
import { moneyFixtures } from './core/money.ts'
import { ownershipFixtures } from './core/ownership.ts'
import { listsOf, otherLists, peopleFixtures } from './core/people.ts'
import { salesFixtures } from './core/sales.ts'
import { savedViewFixtures } from './core/saved-views.ts'
import { searchFixtures } from './core/search.ts'
import { systemFixtures } from './core/system.ts'
import { tenantFixtures } from './core/tenant.ts'
import { workFixtures } from './core/work.ts'
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

/**
 * A fixture for each operation of the core, by its name; of those that tests of plugins need, too.
 *
 * @example
 * const { input } = (await coreFixtures['companies.create']?.(me, 'a unique name')) ?? {}
 */
export const coreFixtures: Fixtures = {
  ...recordFixtures({
    plural: 'companies',
    owned: true,
    input: async (_, unique) => ({
      name: unique,
      externalId: unique,
      ownerId: 'u',
      size: 3,
      ...listsOf(unique),
    }),
    patch: { city: 'Berlin', ...otherLists },
    relation: 'contacts',
  }),
  ...recordFixtures({
    plural: 'contacts',
    subject: true,
    owned: true,
    input: async (me, unique) => ({
      name: unique,
      externalId: unique,
      companyId: await company(me, unique),
      birthday: '2000-02-29',
      ...listsOf(unique),
    }),
    patch: { city: 'Berlin', ...otherLists },
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
    subject: true,
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
    reports: true,
    owned: true,
    input: order,
    patch: { ownerId: 'v', lines: [{ unitPrice: 1 }] },
    relation: 'lines',
  }),
  ...recordFixtures({
    plural: 'deals',
    reports: true,
    owned: true,
    async input(me, unique) {
      const customer = { companyId: await company(me, unique), contactId: await contact(me, unique) }
      return {
        title: unique,
        externalId: unique,
        ...customer,
        currency: 'CNY',
        pipeline: 'deal',
        stage: 'qualified',
        lines: [{ unitPrice: 100, productId: (await me.products.create({ name: unique })).id }],
        people: [{ contactId: customer.contactId, role: 'user' }],
        tags: [unique],
      }
    },
    patch: async (me, unique) => ({
      expectedAt: '2026-06-30',
      lines: [{ unitPrice: 1 }],
      people: [{ contactId: await contact(me, `${unique}r`), role: 'buyer' }],
      tags: ['x'],
    }),
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
  ...ownershipFixtures,
  ...savedViewFixtures,
  ...salesFixtures,
  ...moneyFixtures,
  ...peopleFixtures,
  ...leadFixtures,
  ...workFixtures,
  ...searchFixtures,
  ...systemFixtures,
  ...tenantFixtures,
  ...auditFixtures,
}
