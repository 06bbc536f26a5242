import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }

onBoth((make) => {
  test('A11: one search over all entities, the best first, each hit with its entity', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: '上海精工机械' })
    await me.companies.create({ name: 'Acme' })
    await me.contacts.create({ name: '精工', phone: '138 0000 0001' })
    await me.leads.create({ name: '李四', companyName: '精工轴承' })
    await me.deals.create({ title: '精工年度合同', companyId })
    const find = async (input: Parameters<typeof me.search.find>[0]) =>
      (await me.search.find(input)).items.map(
        ({ entity, match, record }) => `${match} ${entity} ${record.name ?? record.title}`,
      )
    expect(await find({ text: '精工' })).toEqual([
      'exact contact 精工',
      'prefix lead 李四',
      'prefix deal 精工年度合同',
      'part company 上海精工机械',
    ])
    expect(await find({ text: '精工', limit: 1 })).toEqual(['exact contact 精工'])
    expect(await find({ text: '精工', entities: ['company', 'deal'] })).toEqual([
      'prefix deal 精工年度合同',
      'part company 上海精工机械',
    ])
    expect(await find({ text: '1380000' })).toEqual(['prefix contact 精工'])
    expect(await find({ text: 'nobody' })).toEqual([])
  })

  test('A11: it finds what the caller may read; what he may not read at all is left out, unless he names it', async () => {
    const clerk = { grants: { company: { scope: 'own' } }, operations: ['search.find'] } as const
    const { crm } = await testCrm({ storage: await make(), roles: { clerk } })
    const me = crm.as(admin)
    await me.companies.create({ name: '精工甲', ownerId: 'u_a' })
    await me.companies.create({ name: '精工乙', ownerId: 'u_b' })
    await me.contacts.create({ name: '精工', ownerId: 'u_a' })
    const names = async (user: string, role: string) =>
      (await crm.as({ user, roles: [role] }).search.find({ text: '精工' })).items.map(({ record }) => record.name)
    expect(await names('u_a', 'sales')).toEqual(['精工', '精工甲'])
    expect(await names('u_b', 'sales')).toEqual(['精工乙'])
    expect(await names('u_a', 'clerk')).toEqual(['精工甲'])
    const asClerk = crm.as({ user: 'u_a', roles: ['clerk'] })
    expect(await codeOf(() => asClerk.search.find({ text: '精工', entities: ['contact'] }))).toBe('FORBIDDEN')
    expect(await codeOf(() => crm.as({ user: 'u_a', roles: [] }).search.find({ text: '精工' }))).toBe('FORBIDDEN')
    const { code, path } = await errorOf(() => me.search.find({ text: '精工', entities: ['company', 'order'] }))
    expect([code, path]).toEqual(['INVALID', 'entities[1]'])
    expect(await codeOf(() => me.search.find({ text: ' ' }))).toBe('INVALID')
  })

  test('W7: search does not cross tenants', async () => {
    const { crm } = await testCrm({ storage: await make(), tenancy: 'multi' })
    const east = crm.as({ ...admin, tenant: 'east' })
    const west = crm.as({ ...admin, tenant: 'west' })
    const { id } = await east.contacts.create({ name: '王伟', phone: '13800000001' })
    // What owns nothing that is searched is found by the keys of the index alone, which knows no tenants.
    const product = await east.products.create({ name: '王伟牌轴承' })
    for (const text of ['王伟', '王', '1380000']) {
      expect((await east.contacts.search({ text })).items.map(({ record }) => record.id)).toEqual([id])
      expect((await west.contacts.search({ text })).items).toEqual([])
      expect((await west.search.find({ text })).items).toEqual([])
    }
    for (const text of ['王伟', '轴承', '王']) {
      const where = { name: { contains: text } }
      expect((await east.products.search({ text })).items.map(({ record }) => record.id)).toEqual([product.id])
      expect([(await west.products.search({ text })).items, await west.products.count({ where })]).toEqual([[], 0])
      expect((await west.products.list({ where })).items).toEqual([])
    }
  })

  test('explain shows the statement of a list, a search and an aggregate with the policy in it', async () => {
    const storage = await make()
    const cheap = { grants: { deal: [{ scope: 'own' }, { scope: 'all', except: ['amount'] }] } } as const
    const { crm } = await testCrm({ storage, roles: { cheap } })
    const sales = crm.as({ user: 'u_a', roles: ['sales'] })
    const list = await sales.deals.explain({ where: { stage: 'proposal' }, orderBy: { createdAt: 'desc' }, limit: 5 })
    expect(list.policy).toEqual({ deal: { rows: 'ownerId = "u_a"', fields: {} } })
    expect(list.sql).toContain('owner_id')
    expect(list.parameters).toEqual(expect.arrayContaining(['proposal', 'u_a', 'default']))
    expect(list.plan.length).toBeGreaterThan(0)
    // The planner's figures tell of rows that he may not see.
    expect(list.plan.join()).not.toMatch(/cost=|rows=/)
    const masked = await crm
      .as({ user: 'u_a', roles: ['cheap'] })
      .deals.explain({ measures: { n: { fn: 'sum', field: 'amount' } } })
    expect(masked.policy).toEqual({
      deal: { rows: 'always', fields: { amount: 'ownerId = "u_a"', reportAmount: 'ownerId = "u_a"' } },
    })
    expect(masked.sql).toContain('case when')
    const related = await sales.deals.explain({ where: { company: { is: { name: { contains: '精工' } } } } })
    expect(Object.keys(related.policy ?? {})).toEqual(['deal', 'company'])
    expect((await crm.asSystem({ reason: 'test' }).deals.explain({ text: '精工' })).policy).toBeNull()
    expect(await codeOf(() => crm.as({ user: 'u', roles: [] }).deals.explain())).toBe('FORBIDDEN')
    expect(await codeOf(() => sales.deals.explain({ nope: 1 } as object))).toBe('UNKNOWN_KEY')
    const inside = await sales.transaction((tx) => tx.deals.explain({ where: { stage: 'proposal' } }))
    expect(inside.policy).toEqual(list.policy)
  })
})
