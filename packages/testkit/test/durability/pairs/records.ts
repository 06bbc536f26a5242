import { company, contact, deal, type Me, nothing, type Pair } from './pair.ts'

const binned = async (me: Me) => {
  const id = await company(me)
  await me.companies.delete(id)
  return id
}

/** What every entity has. */
export const recordPairs: readonly Pair[] = [
  {
    name: 'update || update of other fields',
    set: company,
    a: (me, id) => me.companies.update(id, { city: 'y' }),
    b: (me, id) => me.companies.update(id, { region: 'south' }),
  },
  {
    name: 'update || update, both of the version that they saw',
    set: company,
    a: (me, id) => me.companies.update(id, { city: 'y' }, { ifVersion: 1 }),
    b: (me, id) => me.companies.update(id, { region: 'south' }, { ifVersion: 1 }),
  },
  {
    name: 'delete of the version that was seen || update',
    set: company,
    a: (me, id) => me.companies.delete(id, { ifVersion: 1 }),
    b: (me, id) => me.companies.update(id, { city: 'y' }),
  },
  {
    name: 'delete || a record that refers to it',
    set: company,
    a: (me, id) => me.companies.delete(id),
    b: (me, id) => me.deals.create({ title: 'x', companyId: id }),
  },
  {
    name: 'restore || delete',
    set: binned,
    a: (me, id) => me.companies.restore(id),
    b: (me, id) => me.companies.delete(id),
  },
  {
    name: 'restore || restore',
    set: binned,
    a: (me, id) => me.companies.restore(id),
    b: (me, id) => me.companies.restore(id),
  },
  {
    name: 'restore || another record with its unique value',
    async set(me) {
      const { id } = await me.companies.create({ name: 'a', externalId: 'e' })
      await me.companies.delete(id)
      return id
    },
    a: (me, id) => me.companies.restore(id),
    b: (me) => me.companies.create({ name: 'b', externalId: 'e' }),
  },
  {
    name: 'createMany || update',
    set: company,
    a: (me) => me.companies.createMany([{ name: 'x' }, { name: 'y', externalId: 'taken' }]),
    b: (me, id) => me.companies.update(id, { externalId: 'taken' }),
  },
  {
    name: 'createMany || the same values the other way round',
    set: nothing,
    a: (me) =>
      me.companies.createMany([
        { name: 'x', externalId: 'x' },
        { name: 'y', externalId: 'y' },
      ]),
    b: (me) =>
      me.companies.createMany([
        { name: 'y', externalId: 'y' },
        { name: 'x', externalId: 'x' },
      ]),
  },
  {
    name: 'updateMany || update',
    set: company,
    a: (me) => me.companies.updateMany({ where: { city: 'x' }, set: { region: 'south' } }),
    b: (me, id) => me.companies.update(id, { city: 'y' }),
  },
  {
    name: 'updateMany || delete',
    set: company,
    a: (me) => me.companies.updateMany({ where: { city: 'x' }, set: { region: 'south' } }),
    b: (me, id) => me.companies.delete(id),
  },
  {
    name: 'deleteMany || updateMany out of its reach',
    async set(me) {
      await company(me)
      return company(me)
    },
    a: (me) => me.companies.deleteMany({ where: { city: 'x' } }),
    b: (me) => me.companies.updateMany({ where: { city: 'x' }, set: { city: 'y' } }),
  },
  {
    name: 'upsert || upsert',
    set: nothing,
    a: (me) => me.companies.upsert({ by: 'externalId', record: { externalId: 'e', name: 'a' } }),
    b: (me) => me.companies.upsert({ by: 'externalId', record: { externalId: 'e', city: 'b', name: 'a' } }),
  },
  {
    name: 'upsert || delete',
    set: async (me) => (await me.companies.create({ name: 'a', externalId: 'e' })).id,
    a: (me) => me.companies.upsert({ by: 'externalId', record: { externalId: 'e', name: 'b' } }),
    b: (me, id) => me.companies.delete(id),
  },
  {
    name: 'one key || the same key',
    set: nothing,
    a: (me) => me.companies.create({ name: 'a' }, { idempotencyKey: 'k' }),
    b: (me) => me.companies.create({ name: 'a' }, { idempotencyKey: 'k' }),
  },
  {
    name: 'one key || the same key for something else',
    set: nothing,
    a: (me) => me.companies.create({ name: 'a' }, { idempotencyKey: 'k' }),
    b: (me) => me.companies.create({ name: 'b' }, { idempotencyKey: 'k' }),
  },
  {
    name: 'a transaction of two || update',
    set: deal,
    a: (me, id) =>
      me.transaction(async (tx) => {
        const { version } = await tx.deals.update(id, { title: 'y' })
        await tx.contacts.create({ name: `saw ${version}` })
        return tx.deals.move(id, { to: 'proposal' })
      }),
    b: (me, id) => me.deals.update(id, { amount: 5, currency: 'CNY' }),
  },
  {
    name: 'tag || tag',
    set: contact,
    a: (me, id) => me.contacts.tag(id, { add: ['vip', 'a'] }),
    b: (me, id) => me.contacts.tag(id, { add: ['vip', 'b'] }),
  },
  {
    name: 'tag || untag',
    set: async (me) => (await me.contacts.create({ name: 'Li', tags: ['a', 'b'] })).id,
    a: (me, id) => me.contacts.tag(id, { add: ['c'], remove: ['a'] }),
    b: (me, id) => me.contacts.tag(id, { add: ['a'], remove: ['b'] }),
  },
]
