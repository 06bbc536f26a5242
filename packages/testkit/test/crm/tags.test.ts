import { tagged } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }

onBoth((open) => {
  test('A6: found by tags that they have and others that they do not have', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { ids } = await me.contacts.createMany([
      { name: 'A', tags: ['高潜力'] },
      { name: 'B', tags: ['高潜力', '流失风险'] },
      { name: 'C', tags: ['忠诚'] },
      { name: 'D' },
    ])
    const find = async (query: Parameters<typeof tagged>[0]) =>
      (await me.contacts.list({ where: tagged(query) })).items.map(({ name }) => name)
    expect(await find({ all: ['高潜力'], none: ['流失风险'] })).toEqual(['A'])
    expect(await find({ all: ['高潜力', '流失风险'] })).toEqual(['B'])
    expect(await find({ any: ['忠诚', '流失风险'] })).toEqual(['B', 'C'])
    expect(await find({ none: ['高潜力', '忠诚'] })).toEqual(['D'])
    expect(await find({ any: [] })).toEqual([])
    expect(await find({})).toEqual(['A', 'B', 'C', 'D'])
    const where = { ...tagged({ all: ['高潜力'] }), name: { ne: 'A' } }
    expect(await me.contacts.count({ where })).toBe(1)
    expect(await me.contacts.tags({})).toEqual([
      { tag: '高潜力', count: 2 },
      { tag: '忠诚', count: 1 },
      { tag: '流失风险', count: 1 },
    ])
    await me.contacts.delete(ids[1] ?? '')
    expect(await me.contacts.tags({})).toEqual([
      { tag: '忠诚', count: 1 },
      { tag: '高潜力', count: 1 },
    ])
  })

  test('A6: a condition on tags is answered by their index', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const rows = Array.from({ length: 2000 }, (_, n) => ({ name: `${n}`, tags: [n % 200 === 0 ? 'rare' : 'common'] }))
    await me.contacts.createMany(rows)
    await me.transaction(async (_, native) => {
      const handle = native as { query?: (sql: string) => Promise<unknown>; exec?: (sql: string) => unknown }
      await (handle.query?.('analyze') ?? handle.exec?.('analyze'))
    })
    const { plan } = await me.contacts.explain({ where: tagged({ all: ['rare'] }) })
    expect(plan.join('\n')).toContain('crm_contact_tags_tag_contact_id')
    expect(await me.contacts.count({ where: tagged({ all: ['rare'] }) })).toBe(10)
  })

  test('tags come and go; what is there already, or is not, changes nothing', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id } = await me.companies.create({ name: 'x', tags: ['a', 'b'] })
    const tags = async () =>
      (await me.companies.get(id, { include: { tags: { orderBy: { tag: 'asc' } } } })).tags.map(({ tag }) => tag)
    expect(await me.companies.tag(id, { add: ['c', ' a '], remove: ['b'] })).toMatchObject({ id, version: 2 })
    expect(await tags()).toEqual(['a', 'c'])
    expect(await me.companies.tag(id, { add: ['a'], remove: ['b'] })).toMatchObject({ version: 2 })
    expect(await me.companies.tag(id, {})).toMatchObject({ version: 2 })
    expect(await me.companies.update(id, { tags: ['c', 'd'] })).toMatchObject({ version: 3 })
    expect(await tags()).toEqual(['c', 'd'])
    const story = await me.companies.story(id)
    expect(story.map(({ changes }) => Object.keys(changes).includes('tags'))).toEqual([true, true, true])
    const twice = await errorOf(() => me.companies.tag(id, { add: ['e', ' e'] }))
    expect(twice).toMatchObject({ code: 'INVALID', path: 'tags.add[1]' })
    expect(await errorOf(() => me.companies.tag(id, { add: [''] }))).toMatchObject({ code: 'INVALID', path: 'add[0]' })
    expect(await errorOf(() => me.companies.tag(id, { add: [' '] }))).toMatchObject({ code: 'INVALID' })
    expect(await tags()).toEqual(['c', 'd'])
  })

  test('two who tag at the same time both have their tags', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id } = await me.contacts.create({ name: 'x', tags: ['old'] })
    const all = ['a', 'b', 'c', 'd']
    await Promise.all([
      ...all.map((tag) => me.contacts.tag(id, { add: [tag] })),
      me.contacts.tag(id, { remove: ['old'] }),
    ])
    const { tags } = await me.contacts.get(id, { include: { tags: true } })
    expect(tags.map(({ tag }) => tag).toSorted()).toEqual(all)
  })

  test('deals and leads have tags, too; who sees a record sees its tags, and who may change it may tag it', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as({ user: 'u_a', roles: ['sales'] })
    const { id: companyId } = await me.companies.create({ name: 'x', tags: ['mine'] })
    const deal = await me.deals.create({ title: 'x', companyId, tags: ['big'] })
    const lead = await me.leads.create({ name: 'x', tags: ['fair'] })
    await me.deals.tag(deal.id, { add: ['urgent'] })
    await me.leads.tag(lead.id, { add: ['hot'] })
    expect((await me.deals.tags({})).map(({ tag }) => tag)).toEqual(['big', 'urgent'])
    expect(await me.leads.count({ where: tagged({ all: ['fair', 'hot'] }) })).toBe(1)
    const other = crm.as({ user: 'u_b', roles: ['sales'] })
    expect(await other.companies.tags({})).toEqual([])
    expect(await errorOf(() => other.companies.tag(companyId, { add: ['y'] }))).toMatchObject({ code: 'NOT_FOUND' })
    const roles = {
      reader: { grants: { company: { scope: 'all' as const, can: ['read'] as const } }, operations: ['*'] },
    }
    const { crm: second } = await testCrm({ storage: await open(), roles })
    const made = await second.as(admin).companies.create({ name: 'x', tags: ['a'] })
    const reader = second.as({ user: 'u_c', roles: ['reader'] })
    expect(await reader.companies.tags({})).toEqual([{ tag: 'a', count: 1 }])
    expect(await errorOf(() => reader.companies.tag(made.id, { add: ['y'] }))).toMatchObject({ code: 'FORBIDDEN' })
  })
})
