import { createCrm, field } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'

const rep = (user: string) => ({ user, roles: ['sales'] })
const admin = { user: 'u_adm', roles: ['admin'] }

onBoth((make) => {
  test('rank 38: a shared view shows everybody his own rights, not those of its author', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const system = crm.asSystem({ reason: 'import' })
    for (const [n, ownerId] of ['u_a', 'u_a', 'u_a', 'u_b'].entries())
      await system.companies.create({ name: `c${n}`, ownerId, city: '上海', size: n })
    const query = {
      where: { city: '上海', size: { gte: 1 } },
      orderBy: { size: 'desc' },
      columns: ['name', 'size'],
      limit: 2,
    }
    const view = await crm.as(admin).savedViews.create({ name: '上海', entity: 'company', query, shared: true })
    const all = await crm.as(admin).savedViews.run(view.id, {})
    expect(all).toMatchObject({ entity: 'company', columns: ['name', 'size'], items: [{ name: 'c3' }, { name: 'c2' }] })
    const rest = await crm.as(admin).savedViews.run(view.id, { after: all.next, limit: 5 })
    expect([rest.items.map(({ name }) => name), rest.next]).toEqual([['c1'], null])
    const mine = await crm.as(rep('u_b')).savedViews.run(view.id, {})
    expect(mine.items.map(({ name }) => name)).toEqual(['c3'])
    expect(await codeOf(() => crm.as(rep('u_b')).savedViews.update(view.id, { name: 'mine' }))).toBe('FORBIDDEN')
    expect(await codeOf(() => crm.as(rep('u_b')).savedViews.delete(view.id))).toBe('FORBIDDEN')
  })

  test('rank 38: a view of one’s own is nobody else’s business; it may speak of the viewer', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const query = { where: { ownerId: { eq: { actor: 'user' } } } }
    const manager = { user: 'u_m', roles: ['manager'] }
    const boss = await crm.as(admin).members.create({ userId: 'u_m', name: 'boss' })
    await crm.as(admin).members.create({ userId: 'u_a', name: 'a', managerId: boss.id })
    const view = await crm.as(rep('u_a')).savedViews.create({ name: 'mine', entity: 'company', query })
    expect(view).toMatchObject({ ownerId: 'u_a', shared: false, isDefault: false })
    for (const other of [rep('u_b'), manager])
      expect(await codeOf(() => crm.as(other).savedViews.run(view.id, {}))).toBe('NOT_FOUND')
    await crm.as(rep('u_a')).savedViews.update(view.id, { shared: true })
    await crm.as(rep('u_a')).companies.create({ name: 'of a' })
    await crm.as(manager).companies.create({ name: 'of m' })
    expect((await crm.as(manager).companies.list()).items).toHaveLength(2)
    expect((await crm.as(manager).savedViews.run(view.id, {})).items.map(({ name }) => name)).toEqual(['of m'])
  })

  test('rank 38: everybody has one default for an entity', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(rep('u_a'))
    const create = async (name: string, entity = 'company', isDefault = true) =>
      (await me.savedViews.create({ name, entity, query: {}, isDefault })).id
    expect(await me.savedViews.default({ entity: 'company' })).toBeNull()
    const first = await create('first')
    const deals = await create('deals', 'deal')
    const second = await create('second')
    await crm.as(rep('u_b')).savedViews.create({ name: 'other', entity: 'company', query: {}, isDefault: true })
    const defaults = async () =>
      (await me.savedViews.list({ where: { isDefault: true, ownerId: 'u_a' } })).items.map(({ id }) => id)
    expect(await defaults()).toEqual([deals, second])
    expect(await me.savedViews.default({ entity: 'company' })).toMatchObject({ id: second, name: 'second' })
    await me.savedViews.update(first, { isDefault: true })
    expect(await defaults()).toEqual([first, deals])
    const { ids } = await me.savedViews.createMany(
      ['x', 'y'].map((name) => ({ name, entity: 'company', query: {}, isDefault: true })),
    )
    expect(await defaults()).toEqual([deals, ids[1]])
    await Promise.all(['p', 'q', 'r'].map((name) => create(name)))
    expect(await defaults()).toHaveLength(2)
  })

  test('rank 38: a view is checked when it is written, with the path of what is wrong', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(rep('u_a'))
    const refused = async (query: object, entity = 'company') => {
      const error = await errorOf(() => me.savedViews.create({ name: 'x', entity, query: query as {} }))
      return [error.code, error.path]
    }
    expect(await refused({}, 'nothing')).toEqual(['INVALID', 'entity'])
    expect(await refused({}, 'audit')).toEqual(['INVALID', 'entity'])
    expect(await refused({ where: { nmae: 'x' } })).toEqual(['UNKNOWN_KEY', 'query.where.nmae'])
    expect(await refused({ where: { size: 'x' } })).toEqual(['INVALID', 'query.where.size'])
    expect(await refused({ include: { nothing: true } })).toEqual(['UNKNOWN_KEY', 'query.include.nothing'])
    expect(await refused({ columns: ['name', 'nothing'] })).toEqual(['INVALID', 'query.columns.1'])
    expect(await refused({ limit: 1000 })).toEqual(['INVALID', 'query.limit'])
    expect(await refused({ after: 'x' })).toEqual(['UNKNOWN_KEY', 'query.after'])
    const { id } = await me.savedViews.create({ name: 'x', entity: 'company', query: { where: { size: 3 } } })
    expect(await codeOf(() => me.savedViews.update(id, { entity: 'contact' }))).toBe('UNKNOWN_KEY')
  })

  test('rank 38: a view that lost its field says so, and nothing else', async () => {
    const storage = await make()
    const fields = { company: { tier: field.enum(['gold', 'silver']).optional() } }
    const before = await testCrm({ storage, fields })
    const query = { where: { tier: 'gold' } }
    const { id } = await before.crm.as(rep('u_a')).savedViews.create({ name: 'gold', entity: 'company', query })
    expect((await before.crm.as(rep('u_a')).savedViews.run(id, {})).items).toEqual([])
    const after = createCrm({ storage })
    const error = await errorOf(() => after.as(rep('u_a')).savedViews.run(id, {}))
    expect(error).toMatchObject({
      code: 'VIEW_BROKEN',
      status: 409,
      path: 'query.where.tier',
      details: { view: 'gold' },
    })
    expect(await after.as(rep('u_a')).savedViews.get(id)).toMatchObject({ query })
    // It can be mended.
    await after.as(rep('u_a')).savedViews.update(id, { query: {} })
    expect((await after.as(rep('u_a')).savedViews.run(id, {})).items).toEqual([])
  })

  test('A18: shared views go to the successor and do not take the place of his own; private ones stay', async () => {
    const { crm } = await testCrm({ storage: await make() })
    for (const userId of ['u_a', 'u_b']) await crm.as(admin).members.create({ userId, name: userId })
    const [a, b] = [crm.as(rep('u_a')), crm.as(rep('u_b'))]
    const view = { entity: 'company', query: {}, isDefault: true }
    await a.savedViews.create({ ...view, name: 'shared', shared: true })
    await a.savedViews.create({ ...view, entity: 'deal', name: 'private' })
    await b.savedViews.create({ ...view, name: 'own' })
    const moved = await crm.as(admin).members.handover({ from: 'u_a', to: 'u_b' })
    expect(moved).toEqual({ customers: 0, deals: 0, tasks: 0, savedViews: 1 })
    expect(await b.savedViews.default({ entity: 'company' })).toMatchObject({ name: 'own' })
    expect((await b.savedViews.list({ where: { ownerId: 'u_b' } })).items.map(({ name }) => name).toSorted()).toEqual([
      'own',
      'shared',
    ])
  })
})
