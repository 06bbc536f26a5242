import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const companies = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `c${n}`, externalId: `e${n}` }))

onBoth((make) => {
  test('a batch with a key goes on where it stopped, and answers the same again', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const other = await me.companies.create({ name: 'other', externalId: 'e2200' })
    const create = () => me.companies.createMany(companies(2500), { idempotencyKey: 'k' })
    expect(await codeOf(create)).toBe('DUPLICATE')
    expect(await me.companies.count()).toBe(2001)
    await me.companies.delete(other.id)
    const made = await create()
    expect([made.count, await me.companies.count()]).toEqual([2500, 2500])
    expect(await create()).toEqual(made)
    const update = () => me.companies.updateMany({ where: {}, set: { city: 'x' } }, { idempotencyKey: 'k'.repeat(255) })
    expect([await update(), await update()]).toEqual([{ count: 2500 }, { count: 2500 }])
    const remove = () => me.companies.deleteMany({ where: { city: 'x' } }, { idempotencyKey: 'k' })
    expect([await remove(), await remove()]).toEqual([{ count: 2500 }, { count: 2500 }])
  })

  test('audit and facts of a bulk update hold each record’s own values, before and after', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    await me.companies.createMany([
      { name: 'a', city: 'Bonn' },
      { name: 'b', city: 'Köln' },
      { name: 'c', city: 'Kiel' },
    ])
    await me.companies.updateMany({ where: { name: { in: ['a', 'b'] } }, set: { city: 'Ulm', region: 'south' } })
    const { items } = await me.companies.list({ where: { city: 'Ulm' }, orderBy: { name: 'asc' } })
    const audit = (await rowsOf(storage, 'audit')).filter(({ action }) => action === 'update')
    expect(audit.map(({ recordId, version, changes }) => [recordId, version, changes])).toEqual([
      [items[0]?.id, 2, { city: ['Bonn', 'Ulm'], region: [null, 'south'] }],
      [items[1]?.id, 2, { city: ['Köln', 'Ulm'], region: [null, 'south'] }],
    ])
    const facts = (await rowsOf(storage, 'outbox')).filter(({ type }) => type === 'company.updated')
    const told = facts.map(({ data }) => data as Record<'before' | 'after', { city: string; version: number }>)
    expect(told.map(({ before }) => [before.city, before.version])).toEqual([
      ['Bonn', 1],
      ['Köln', 1],
    ])
    expect(told.map(({ after }) => after)).toMatchObject(items)
  })

  test('a batch that was cut short is finished by the same call', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    await me.companies.createMany(companies(2500))
    const stop = new AbortController()
    const off = crm.on('company.updated', () => stop.abort())
    const update = (signal?: AbortSignal) =>
      me.companies.updateMany({ where: {}, set: { city: 'x' } }, { idempotencyKey: 'k', ...(signal && { signal }) })
    expect(await codeOf(() => update(stop.signal))).toBe('ABORTED')
    off()
    expect(await me.companies.count({ where: { city: 'x' } })).toBe(1000)
    expect(await update()).toEqual({ count: 2500 })
    expect(await me.companies.count({ where: { city: 'x' } })).toBe(2500)
  })

  test('an include of an include has no largest number of parents', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { ids } = await me.companies.createMany(companies(100))
    const contacts = Array.from({ length: 17_000 }, (_, n) => ({ name: 'x', companyId: ids[n % 100] ?? '' }))
    const made = await me.contacts.createMany(contacts)
    const lastId = made.ids.at(-1) ?? ''
    await me.deals.create({ title: 'x', contactId: lastId })
    const { items } = await me.companies.list({
      limit: 200,
      include: { contacts: { limit: 200, include: { deals: true } } },
    })
    const found = items.flatMap((company) => company.contacts)
    expect(found).toHaveLength(17_000)
    expect(found.filter(({ deals }) => deals.length > 0).map(({ id }) => id)).toEqual([lastId])
  })

  test('a story has no last page', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { id } = await me.companies.create({ name: 'x' })
    await me.transaction(async (tx) => {
      for (let n = 0; n < 1050; n++) await tx.companies.update(id, { city: `c${n}` })
    })
    const story = await me.companies.story(id)
    expect([story.length, story.at(-1)?.version]).toEqual([1051, 1051])
  })

  test('a batch by a tag takes each record once, also where a tag went and came back', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const { ids } = await me.contacts.createMany(
      Array.from({ length: 1200 }, (_, n) => ({ name: `n${n}`, tags: n % 2 === 0 ? ['vip'] : ['new'] })),
    )
    await me.contacts.update(ids[0] ?? '', { tags: [] })
    await me.contacts.update(ids[0] ?? '', { tags: ['vip'] })
    const where = { tags: { some: { tag: 'vip' } } }
    expect(await me.contacts.updateMany({ where, set: { city: 'Ulm' } })).toEqual({ count: 600 })
    const met: string[] = []
    for await (const { id } of me.contacts.iterate({ where })) met.push(id)
    expect(met).toEqual(ids.filter((_, n) => n % 2 === 0).sort())
  })

  test('a version is expected of one record, not of many', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    expect(await codeOf(() => me.companies.updateMany({ where: {}, set: { city: 'x' } }, { ifVersion: 1 }))).toBe(
      'INVALID',
    )
    expect(await codeOf(() => me.companies.create({ name: 'x' }, { ifVersion: 1 }))).toBe('INVALID')
  })

  test('more groups than there may be are too complex, and never cut without a word', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    await me.companies.createMany(companies(10_001))
    const measures = { n: { fn: 'count' } } as const
    expect(await codeOf(() => me.companies.aggregate({ groupBy: { name: 'name' }, measures }))).toBe(
      'QUERY_TOO_COMPLEX',
    )
    expect(await me.companies.aggregate({ groupBy: { name: 'name' }, measures, limit: 10_000 })).toHaveLength(10_000)
  })
})
