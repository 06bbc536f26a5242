import { type CoreTypes, isCrmError, type Scope } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { onBoth } from '../both.ts'

const placedAt = '2026-01-01T00:00:00Z'
const east = ['u_a', 'u_b']
/** Of eight, u_a owns two and the East five. */
const owners = ['u_a', 'u_a', 'u_b', 'u_b', 'u_m', 'u_n', 'u_n', 'u_n']

type Me = Scope<CoreTypes>

/** How many companies each way of asking comes upon. */
const paths: Readonly<Record<string, (me: Me, view: string) => Promise<number>>> = {
  list: async (me) => (await me.companies.list()).items.length,
  'list of those below a condition': async (me) =>
    (await me.companies.list({ where: { not: { name: 'x' } } })).items.length,
  'list in the bin and out of it': async (me) => (await me.companies.list({ bin: 'with' })).items.length,
  'an export, record by record': async (me) => {
    let count = 0
    for await (const _ of me.companies.iterate()) count++
    return count
  },
  count: async (me) => me.companies.count(),
  contains: async (me) => (await me.companies.list({ where: { name: { contains: '精工' } } })).items.length,
  search: async (me) => (await me.companies.search({ text: '精工' })).items.length,
  'a count of groups': async (me) => (await groups(me)).length,
  'a sum': async (me) => {
    const [row] = await me.orders.aggregate({ measures: { total: { fn: 'sum', field: 'total' } } })
    return Number(row?.total) / 100
  },
  'a sum over a relation': async (me) => me.companies.count({ where: { orders: { sum: { total: { gte: 100 } } } } }),
  'an include': async (me) => {
    const { items } = await me.orders.list({ include: { company: true } })
    return items.filter(({ company }) => company !== null).length
  },
  'a path': async (me) => {
    const rows = await me.orders.aggregate({
      groupBy: { name: { path: ['company', 'name'] } },
      measures: { n: { fn: 'count' } },
    })
    return rows.filter(({ name }) => name !== null).length
  },
  'a saved view': async (me, view) => (await me.savedViews.run(view, { limit: 200 })).items.length,
  'a batch': async (me) => {
    const preview = await me.companies.updateMany({ where: {}, set: { city: 'x' } }, { dryRun: true })
    return preview.changes.length
  },
}

const groups = (me: Me) => me.companies.aggregate({ groupBy: { name: 'name' }, measures: { n: { fn: 'count' } } })

onBoth((make) => {
  test('A17: own, department and all, on every path; of another’s there is nothing', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const system = crm.asSystem({ reason: 'set up' })
    const boss = await system.members.create({ userId: 'u_m', name: 'Manager East' })
    for (const userId of east) await system.members.create({ userId, name: userId, managerId: boss.id })
    await system.members.create({ userId: 'u_n', name: 'North' })
    const ids: string[] = []
    for (const [index, ownerId] of owners.entries()) {
      const { id } = await system.companies.create({ name: `华东精工 ${index}`, ownerId })
      await system.orders.create({ companyId: id, ownerId, total: 100, currency: 'CNY', placedAt })
      ids.push(id)
    }
    const view = await system.savedViews.create({ name: 'all', entity: 'company', query: {}, shared: true })
    const people = [
      ['u_a', 'sales', 2],
      ['u_m', 'manager', 5],
      ['u_adm', 'admin', 8],
    ] as const
    for (const [user, role, count] of people) {
      const me = crm.as({ user, roles: [role] })
      for (const [path, ask] of Object.entries(paths)) expect(await ask(me, view.id), `${path} as ${user}`).toBe(count)
    }

    const a = crm.as({ user: 'u_a', roles: ['sales'] }).companies
    const [hidden, nobody] = [ids[7] as string, '01890000-0000-7000-8000-ffffffffffff']
    const ways: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
      get: (id) => a.get(id),
      story: (id) => a.story(id),
      owners: (id) => a.owners(id),
      sharedWith: (id) => a.sharedWith(id),
      timeline: (id) => a.timeline(id),
      update: (id) => a.update(id, { city: 'x' }),
      delete: (id) => a.delete(id),
      share: (id) => a.share(id, { user: 'u_a', level: 'write' }),
      unshare: (id) => a.unshare(id, { user: 'u_a' }),
    }
    for (const [way, call] of Object.entries(ways)) {
      const told = await refusal(call(hidden))
      expect(told, way).toMatchObject({ code: 'NOT_FOUND' })
      expect(told, way).toEqual(await refusal(call(nobody)))
    }
  })

  test('rank 3: what one sees follows his place in the tree, the team and his roles, at once', async () => {
    const roles = { mate: { grants: { company: { scope: 'team' } } } } as const
    const { crm } = await testCrm({ storage: await make(), roles })
    const system = crm.asSystem({ reason: 'set up' })
    const { id: teamId } = await system.teams.create({ name: 'East' })
    const [boss, a, b] = [
      await system.members.create({ userId: 'u_m', name: 'boss' }),
      await system.members.create({ userId: 'u_a', name: 'a', teamId }),
      await system.members.create({ userId: 'u_b', name: 'b', teamId }),
    ]
    for (const ownerId of ['u_a', 'u_b', 'u_m', null]) await system.companies.create({ name: 'x', ownerId })
    const sees = (user: string, names: readonly string[]) => crm.as({ user, roles: names }).companies.count()
    const all = async () => [
      await sees('u_a', ['sales']),
      await sees('u_a', ['mate']),
      await sees('u_m', ['manager']),
      await sees('u_m', ['manager', 'mate', 'pool']),
      await sees('u_x', ['admin']),
      await sees('u_x', ['sales']),
    ]
    expect(await all()).toEqual([1, 2, 1, 2, 4, 0])
    await system.members.update(a.id, { managerId: boss.id })
    expect(await all()).toEqual([1, 2, 2, 3, 4, 0])
    await system.members.update(b.id, { teamId: null, managerId: a.id })
    expect(await all()).toEqual([1, 1, 3, 4, 4, 0])
  })
})

/** What a refused call tells. */
async function refusal(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call
  } catch (error) {
    if (!isCrmError(error)) throw error
    const { code, status, message, details, hint } = error
    return { code, status, message, details, hint }
  }
}
