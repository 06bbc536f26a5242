import { company, type Me, nothing, type Pair } from './pair.ts'

const free = async (me: Me) => (await me.companies.create({ name: 'Acme', ownerId: null })).id
const shared = async (me: Me) => {
  const id = await company(me)
  await me.companies.share(id, { user: 'u_2', level: 'read' })
  return id
}
const members = async (me: Me) => {
  const boss = await me.members.create({ userId: 'u_1', name: 'one' })
  await me.members.create({ userId: 'u_2', name: 'two' })
  return boss.id
}
const owned = async (me: Me) => {
  await members(me)
  return company(me)
}
const other = async (me: Me) => (await me.members.list({ where: { userId: 'u_2' } })).items[0]?.id ?? ''

/** Who owns what, and who leaves. */
export const ownershipPairs: readonly Pair[] = [
  {
    name: 'update || handover',
    set: owned,
    a: (me, id) => me.companies.update(id, { city: 'y' }),
    b: (me) => me.members.handover({ from: 'u_1', to: 'u_2' }),
  },
  {
    name: 'assign || handover',
    async set(me) {
      await members(me)
      return free(me)
    },
    a: (me, id) => me.companies.update(id, { ownerId: 'u_1' }),
    b: (me) => me.members.handover({ from: 'u_1', to: 'u_2' }),
  },
  {
    name: 'handover || handover, round about',
    set: owned,
    a: (me) => me.members.handover({ from: 'u_1', to: 'u_2' }),
    b: (me) => me.members.handover({ from: 'u_2', to: 'u_1' }),
  },
  {
    name: 'handover || reinstate',
    async set(me) {
      const id = await members(me)
      await company(me)
      await me.members.handover({ from: 'u_1', to: 'u_2' })
      return id
    },
    a: (me) => me.members.handover({ from: 'u_2', to: 'u_1' }),
    b: (me, id) => me.members.reinstate(id, {}),
  },
  {
    name: 'claim || claim',
    set: free,
    a: (_, id, one) => one.companies.claim(id, {}),
    b: (_, id, two) => two.companies.claim(id, {}),
  },
  {
    name: 'claim || release',
    set: async (me) => (await me.companies.create({ name: 'Acme', ownerId: 'u_2' })).id,
    a: (_, id, one) => one.companies.claim(id, {}),
    b: (me, id) => me.companies.update(id, { ownerId: null }),
  },
  {
    name: 'claim || delete',
    set: free,
    a: (_, id, one) => one.companies.claim(id, {}),
    b: (me, id) => me.companies.delete(id),
  },
  {
    name: 'share || update',
    set: company,
    a: (me, id) => me.companies.share(id, { user: 'u_2', level: 'read' }),
    b: (me, id) => me.companies.update(id, { ownerId: 'u_2' }),
  },
  {
    name: 'share || share at another level',
    set: company,
    a: (me, id) => me.companies.share(id, { user: 'u_2', level: 'read' }),
    b: (me, id) => me.companies.share(id, { user: 'u_2', level: 'write' }),
  },
  {
    name: 'share || unshare',
    set: shared,
    a: (me, id) => me.companies.share(id, { user: 'u_2', level: 'write' }),
    b: (me, id) => me.companies.unshare(id, { user: 'u_2' }),
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
      return nothing()
    },
    a: (me) => me.companies.create({ name: 'a', ownerId: 'u_1' }),
    b: (me) => me.companies.create({ name: 'b', ownerId: 'u_1' }),
  },
  {
    name: 'the last place under a cap || the same by claim and restore',
    async set(me) {
      await me.ownershipCaps.create({ entity: 'company', userId: 'u_1', most: 1 })
      const id = await company(me)
      await me.companies.delete(id)
      return id
    },
    a: (me, id) => me.companies.restore(id),
    b: async (me) => me.companies.create({ name: 'b', ownerId: 'u_1' }),
  },
]
