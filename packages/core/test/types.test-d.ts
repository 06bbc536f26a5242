// Programs that must compile, and programs that must not.
import {
  type CoreTypes,
  type Crm,
  createCrm,
  definePipeline,
  field,
  type PluginTypes,
  type Scope,
  type StorageAdapter,
  type TypesOf,
  type Where,
} from '@guanxi/core'

declare const storage: StorageAdapter

export const crm = createCrm({ storage, fields: { contact: { tier: field.enum(['gold', 'silver']).optional() } } })
const me = crm.as({ user: 'u_1', roles: ['sales'] })
const acme = await me.companies.create({ name: '北京未来科技有限公司' })
const deal = await me.deals.create({ companyId: acme.id, title: '年度合同', amount: 12_000_000, currency: 'CNY' })
await me.deals.move(deal.id, { to: 'proposal' })
for await (const d of me.deals.iterate({ where: { stage: 'proposal' } })) {
  const title: string = d.title
  const amount: number | null = d.amount
  void [title, amount]
}
const contact = await me.contacts.create({ name: '王芳', tier: 'gold' })
const tier: 'gold' | 'silver' | null = contact.tier
void tier
await me.companies.list({
  where: {
    orders: { none: { placedAt: { gte: { ago: 'P3M' } } }, count: { gte: 2 }, sum: { total: { gt: 100 } } },
    contacts: { some: { tier: 'gold' } },
    deals: { some: { stage: 'won' } },
  },
  orderBy: { name: 'asc' },
})
const page = await me.orders.list({ include: { company: true, lines: { limit: 3, include: { product: true } } } })
const name: string | undefined = page.items[0]?.company?.name
const sku: string | null | undefined = page.items[0]?.lines[0]?.product?.sku
void [name, sku]
const [group] = await me.orders.aggregate({
  groupBy: { month: { field: 'placedAt', bucket: 'month' } },
  measures: {
    n: { fn: 'count' },
    revenue: { fn: 'sum', field: 'total' },
    mean: { fn: 'avg', field: 'total', rounding: 'half-up' },
  },
})
const figures: [string | null, number, number, number | null] | undefined = group && [
  group.month,
  group.n,
  group.revenue,
  group.mean,
]
void figures
await me.orders.create({
  companyId: acme.id,
  placedAt: '2026-01-01T00:00:00Z',
  currency: 'CNY',
  lines: [{ unitPrice: 100 }],
})
const whole = await me.orders.get('x', { include: { company: true, lines: { include: { product: true } } } })
const placed: readonly (string | null | undefined)[] = [whole.company?.name, whole.lines[0]?.product?.name]
const bare: number = (await me.orders.get('x')).total
void [placed, bare]
const preview = await me.companies.delete(acme.id, { dryRun: true })
const fields: readonly { readonly entity: string }[] = preview.changes
void fields
const up = await me.orders.upsert({
  by: 'externalId',
  record: { externalId: 'x', companyId: acme.id, placedAt: 'x', currency: 'CNY' },
})
const created: boolean = up.created
void created
await me.transaction(async (tx) => {
  await tx.deals.create({ companyId: acme.id, title: 'x' })
})
crm.on('deal.moved', (e) => {
  const from: 'qualified' | 'proposal' | 'negotiation' | 'won' | 'lost' = e.data.from
  void from
})

// A helper written for the core takes a host's crm.
declare function serveCore(c: Crm<CoreTypes>): void
declare function serveAny(c: Crm<PluginTypes>): void
declare function helper(scope: Scope<CoreTypes>): void
serveCore(crm)
serveAny(crm)
helper(me)

// @ts-expect-error unknown stage
await me.deals.move(deal.id, { to: 'propsal' })
// @ts-expect-error unknown stage in where
me.deals.iterate({ where: { stage: 'propsal' } })
// @ts-expect-error unknown value of an enum
await me.contacts.create({ name: 'x', tier: 'bronze' })
// @ts-expect-error unknown key
await me.companies.create({ name: 'x', nmae: 'y' })
// @ts-expect-error required field missing
await me.deals.create({ companyId: acme.id })
// @ts-expect-error unknown fact
crm.on('deal.movd', () => {})
// @ts-expect-error unknown field over a relation
me.companies.list({ where: { orders: { some: { totl: 1 } } } })
// @ts-expect-error unknown include
me.orders.list({ include: { compny: true } })
// @ts-expect-error unknown include, deeper
me.orders.list({ include: { lines: { include: { prodct: true } } } })
// @ts-expect-error unknown include of a get
me.orders.get('x', { include: { compny: true } })
// @ts-expect-error unknown include of a get, deeper
me.orders.get('x', { include: { lines: { include: { prodct: true } } } })
// @ts-expect-error a get has no where
me.orders.get('x', { where: { total: 1 } })
// @ts-expect-error unknown sort key
me.orders.list({ orderBy: { totl: 'asc' } })
// @ts-expect-error a measure over an unknown field
me.orders.aggregate({ measures: { n: { fn: 'sum', field: 'totl' } } })
// @ts-expect-error an average names its rounding
me.orders.aggregate({ measures: { n: { fn: 'avg', field: 'total' } } })
// @ts-expect-error unknown field in where
me.companies.list({ where: { nmae: 'x' } })
// @ts-expect-error unknown operator
me.companies.list({ where: { name: { like: 'x' } } })
// @ts-expect-error an operator of texts on a number
me.orders.list({ where: { total: { contains: 'x' } } })
// @ts-expect-error unknown field deep in and, or, not
me.companies.list({ where: { and: [{ or: [{ not: { nmae: 'x' } }] }] } })
// @ts-expect-error a relation is asked with is
me.deals.list({ where: { company: { name: 'x' } } })
// @ts-expect-error unknown sort key over a relation
me.orders.list({ orderBy: { company: { nmae: 'asc' } } })
// @ts-expect-error unknown direction
me.orders.list({ orderBy: { total: 'up' } })
// @ts-expect-error unknown field of a query
me.orders.list({ filter: {} })
// @ts-expect-error unknown field in the where of an include
me.orders.list({ include: { lines: { where: { quantty: 1 } } } })
// @ts-expect-error unknown field deeper in the where of an include
me.companies.list({ include: { orders: { where: { and: [{ lines: { some: { quantty: 1 } } }] } } } })
// @ts-expect-error unknown operator in the where of an include
me.companies.list({ include: { orders: { where: { total: { above: 1 } } } } })
// @ts-expect-error unknown sort key in an include
me.companies.list({ include: { orders: { orderBy: { totl: 'asc' } } } })
// @ts-expect-error unknown option of an include
me.companies.list({ include: { orders: { limt: 1 } } })
// @ts-expect-error a value of another type in the where of an include
me.companies.list({ include: { orders: { where: { total: 'x' } } } })
await me.companies.list({
  include: {
    orders: {
      where: { and: [{ total: { gte: 1 } }, { lines: { some: { quantity: 1 } } }], ownerId: { actor: 'user' } },
      orderBy: [{ placedAt: 'desc' }, { company: { name: 'asc' } }],
      include: { lines: { where: { product: { is: null } } } },
    },
  },
})
// @ts-expect-error what was not included is not there
page.items[0]?.contact
// @ts-expect-error unknown field in an update
await me.companies.update('x', { nmae: 'y' })
// @ts-expect-error what was set is checked, too
await me.companies.updateMany({ where: {}, set: { nmae: 'y' } })
// @ts-expect-error what is asked is checked
await me.companies.updateMany({ where: { nmae: 'x' }, set: { name: 'y' } })
// @ts-expect-error unknown field in the where of a deletion
await me.companies.deleteMany({ where: { nmae: 'x' } })
// @ts-expect-error one of many has an unknown field
await me.companies.createMany([{ name: 'x' }, { nmae: 'y' }])
// @ts-expect-error unknown field to match by
await me.orders.upsert({ by: 'externalid', record: { companyId: 'x', placedAt: 'x', currency: 'CNY' } })
// @ts-expect-error unknown field to set on a move
await me.deals.move('x', { to: 'lost', set: { lostReson: 'y' } })
// @ts-expect-error unknown measure
me.orders.aggregate({ measures: { n: { fn: 'median', field: 'total' } } })
// @ts-expect-error unknown group
me.orders.aggregate({ groupBy: { month: 'placedat' }, measures: { n: { fn: 'count' } } })
// @ts-expect-error unknown bucket
me.orders.aggregate({ groupBy: { m: { field: 'placedAt', bucket: 'fortnight' } }, measures: { n: { fn: 'count' } } })
// @ts-expect-error a path over no relation
me.orders.aggregate({ groupBy: { m: { path: ['compny', 'name'] } }, measures: { n: { fn: 'count' } } })
// @ts-expect-error a condition on a measure that is not asked for
me.orders.aggregate({ measures: { n: { fn: 'count' } }, having: { m: { gt: 1 } } })
// @ts-expect-error sorted by a measure that is not asked for
me.orders.aggregate({ measures: { n: { fn: 'count' } }, orderBy: { m: 'asc' } })
// @ts-expect-error unknown option
await me.companies.create({ name: 'x' }, { dryrun: true })
// @ts-expect-error an actor has roles
crm.as({ user: 'u' })
// @ts-expect-error background work says why
crm.asSystem({})
// @ts-expect-error a pipeline is made by definePipeline
createCrm({ storage, pipelines: { deal: { entity: 'deal' } } })
// @ts-expect-error a custom field is made by field
createCrm({ storage, fields: { contact: { tier: 'string' } } })
// @ts-expect-error unknown option of an instance
createCrm({ storage, plugin: [] })
// @ts-expect-error no such plugin
me.marketing
// @ts-expect-error companies have no stage
me.companies.move('x', { to: 'a' })
// @ts-expect-error the total of a line is computed
await me.orders.create({ companyId: 'x', placedAt: 'x', currency: 'CNY', lines: [{ unitPrice: 1, total: 2 }] })
// @ts-expect-error ids are made, never given
await me.companies.create({ id: 'x', name: 'y' })
// @ts-expect-error lines are written through their order
me.orderLines.create({ unitPrice: 1 })
// @ts-expect-error a number is no text
await me.companies.create({ name: 1 })

const receipt = await me.contacts.eraseSubject(contact.id, { keep: [{ entity: 'order', reason: 'tax law' }] })
const erased: readonly string[] | undefined = receipt.erased[0]?.fields
const { files } = await me.contacts.exportSubject(contact.id, { format: 'csv' })
const file: string | undefined = files[0]?.content
void [erased, file]
crm.on('contact.erased', ({ data }) => data.records)
// @ts-expect-error a company is no person
me.companies.eraseSubject
// @ts-expect-error and no fact tells that one was erased
crm.on('company.erased', () => {})
// @ts-expect-error only tables come as files
me.contacts.exportSubject(contact.id, {}).then(({ files }) => files)

const own = createCrm({
  storage,
  pipelines: {
    deal: definePipeline({
      entity: 'deal',
      stages: { lead: {}, needs: {}, quote: { probability: 0.5 }, won: { type: 'won' } },
      transitions: { lead: ['needs'] },
    }),
  },
})
await own.as({ user: 'u', roles: [] }).deals.move('d', { to: 'quote' })
// @ts-expect-error the default pipeline is replaced
await own.as({ user: 'u', roles: [] }).deals.move('d', { to: 'proposal' })

const both = createCrm({
  storage,
  pipelines: { fulfilment: definePipeline({ entity: 'deal', stages: { placed: {}, shipped: { type: 'won' } } }) },
})
await both.as({ user: 'u', roles: [] }).deals.move('d', { to: 'shipped' })
await both.as({ user: 'u', roles: [] }).deals.move('d', { to: 'proposal' })

// @ts-expect-error transitions name stages
definePipeline({ entity: 'deal', stages: { a: {}, b: {} }, transitions: { a: ['c'] } })

// Queries, records and scopes of one's own instance have names.
type Both = TypesOf<typeof both>
const shipped: Where<Both, 'deal'> = { stage: 'shipped' }
const counted = (me: Scope<Both>): Promise<number> => me.deals.count({ where: shipped })
await counted(both.as({ user: 'u', roles: [] }))
// @ts-expect-error no pipeline has it
const unknown: Where<Both, 'deal'> = { stage: 'placd' }
void unknown
