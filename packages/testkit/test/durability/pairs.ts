import type { CoreTypes, Scope } from '@guanxi/core'

export type Me = Scope<CoreTypes>

/** Two calls that meet: what must be there first, and the calls. `one` and `two` are representatives who own nothing. */
export interface Pair {
  readonly name: string
  set(me: Me): Promise<string>
  a(me: Me, id: string, one: Me): Promise<unknown>
  b(me: Me, id: string, two: Me): Promise<unknown>
}

const company = async (me: Me) => (await me.companies.create({ name: 'Acme', city: 'x', ownerId: 'u_1' })).id
const free = async (me: Me) => (await me.companies.create({ name: 'Acme', ownerId: null })).id
const contact = async (me: Me) => (await me.contacts.create({ name: 'Li', email: 'li@example.com' })).id
const deal = async (me: Me) => (await me.deals.create({ title: 'x', companyId: await company(me) })).id
const binned = async (me: Me) => {
  const id = await company(me)
  await me.companies.delete(id)
  return id
}
const members = async (me: Me) => {
  const boss = await me.members.create({ userId: 'u_1', name: 'one' })
  await me.members.create({ userId: 'u_2', name: 'two' })
  return boss.id
}
const other = async (me: Me) => (await me.members.list({ where: { userId: 'u_2' } })).items[0]?.id ?? ''

export const pairs: readonly Pair[] = [
  {
    name: 'move || move',
    set: deal,
    a: (me, id) => me.deals.move(id, { to: 'proposal' }),
    b: (me, id) => me.deals.move(id, { to: 'lost', set: { lostReason: 'price' } }),
  },
  {
    name: 'move || delete',
    set: deal,
    a: (me, id) => me.deals.move(id, { to: 'proposal' }),
    b: (me, id) => me.deals.delete(id),
  },
  {
    name: 'convert || convert',
    set: async (me) => (await me.leads.create({ name: 'Li', companyName: 'Acme' })).id,
    a: (me, id) => me.leads.convert(id, { deal: { title: 'a' } }),
    b: (me, id) => me.leads.convert(id, { deal: { title: 'b' } }),
  },
  {
    name: 'update || handover',
    async set(me) {
      await members(me)
      return company(me)
    },
    a: (me, id) => me.companies.update(id, { city: 'y' }),
    b: (me) => me.members.handover({ from: 'u_1', to: 'u_2' }),
  },
  {
    name: 'claim || claim',
    set: free,
    a: (_, id, one) => one.companies.claim(id, {}),
    b: (_, id, two) => two.companies.claim(id, {}),
  },
  {
    name: 'erase || update',
    set: contact,
    a: (me, id) => me.contacts.eraseSubject(id, {}),
    b: (me, id) => me.contacts.update(id, { city: 'canary' }),
  },
  {
    name: 'share || update',
    set: company,
    a: (me, id) => me.companies.share(id, { user: 'u_2', level: 'read' }),
    b: (me, id) => me.companies.update(id, { ownerId: 'u_2' }),
  },
  {
    name: 'tag || tag',
    set: contact,
    a: (me, id) => me.contacts.tag(id, { add: ['vip', 'a'] }),
    b: (me, id) => me.contacts.tag(id, { add: ['vip', 'b'] }),
  },
  {
    name: 'createMany || update',
    set: company,
    a: (me) => me.companies.createMany([{ name: 'x' }, { name: 'y', externalId: 'taken' }]),
    b: (me, id) => me.companies.update(id, { externalId: 'taken' }),
  },
  {
    name: 'restore || delete',
    set: binned,
    a: (me, id) => me.companies.restore(id),
    b: (me, id) => me.companies.delete(id),
  },
  {
    name: 'updateMany || update',
    set: company,
    a: (me) => me.companies.updateMany({ where: { city: 'x' }, set: { region: 'south' } }),
    b: (me, id) => me.companies.update(id, { city: 'y' }),
  },
  {
    name: 'manager || manager, crosswise',
    set: members,
    a: async (me, id) => me.members.update(id, { managerId: await other(me) }),
    b: async (me, id) => me.members.update(await other(me), { managerId: id }),
  },
  {
    name: 'the last place under a cap || the same',
    async set(me) {
      await me.ownershipCaps.create({ entity: 'company', userId: 'u_1', most: 1 })
      return ''
    },
    a: (me) => me.companies.create({ name: 'a', ownerId: 'u_1' }),
    b: (me) => me.companies.create({ name: 'b', ownerId: 'u_1' }),
  },
  {
    name: 'upsert || upsert',
    set: async () => '',
    a: (me) => me.companies.upsert({ by: 'externalId', record: { externalId: 'e', name: 'a' } }),
    b: (me) => me.companies.upsert({ by: 'externalId', record: { externalId: 'e', city: 'b', name: 'a' } }),
  },
  {
    name: 'one key || the same key',
    set: async () => '',
    a: (me) => me.companies.create({ name: 'a' }, { idempotencyKey: 'k' }),
    b: (me) => me.companies.create({ name: 'a' }, { idempotencyKey: 'k' }),
  },
]
