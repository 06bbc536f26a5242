import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'
import { failing } from './failing.ts'

const rep = { user: 'u_a', roles: ['sales'] }
const nobody = '01890000-0000-7000-8000-ffffffffffff'
const placedAt = '2026-03-01T00:00:00Z'

onBoth((make) => {
  test('W7: a record of another tenant does not exist', async () => {
    const { crm } = await testCrm({ storage: await make(), tenancy: 'multi' })
    const [mine, theirs] = ['a', 'b'].map((tenant) => crm.as({ user: 'u', roles: ['admin'], tenant }))
    const own = await mine?.companies.create({ name: 'Acme', externalId: 'x' })
    const other = await theirs?.companies.create({ name: 'Acme', externalId: 'x' })
    expect((await mine?.companies.list())?.items.map(({ id }) => id)).toEqual([own?.id])
    const [hidden, random] = [other?.id ?? '', nobody].map((id) => errorOf(() => mine?.companies.get(id)))
    expect({ ...(await hidden) }).toEqual({ ...(await random) })
  })

  test('W8: nobody gives a record away that he may only keep', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const { id } = await crm.as(rep).companies.create({ name: 'Acme' })
    expect(await codeOf(() => crm.as(rep).companies.update(id, { ownerId: 'u_b' }))).toBe('FORBIDDEN')
    expect(await rowsOf(storage, 'company')).toMatchObject([{ ownerId: 'u_a', version: 1 }])
  })

  test('a change whose audit row cannot be written is not kept', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage: failing(storage, 'audit') })
    expect(await codeOf(() => crm.as(rep).companies.create({ name: 'Acme' }))).toBe('STORAGE_FAILED')
    expect(await rowsOf(storage, 'company')).toEqual([])
  })

  test('W3: groups and measures do not tell a hidden field', async () => {
    const roles = { clerk: { grants: { deal: { scope: 'all', except: ['amount', 'currency'] } } } } as const
    const { crm } = await testCrm({ storage: await make(), roles })
    const system = crm.asSystem({ reason: 'set up' })
    const { id: companyId } = await system.companies.create({ name: 'Acme' })
    for (const amount of [100, 250]) await system.deals.create({ title: 'x', companyId, amount, currency: 'CNY' })
    const clerk = crm.as({ user: 'u', roles: ['clerk'] })
    const groups = await clerk.deals.aggregate({ groupBy: { amount: 'amount' }, measures: { n: { fn: 'count' } } })
    expect(groups).toEqual([{ amount: null, n: 2 }])
    const measures = { sum: { fn: 'sum', field: 'amount' }, most: { fn: 'max', field: 'amount' } } as const
    expect(await clerk.deals.aggregate({ measures })).toEqual([{ sum: 0, most: null }])
  })

  test('the stays of a deal do not tell an amount that is hidden', async () => {
    const roles = { clerk: { grants: { deal: { scope: 'all', except: ['amount'] } } } } as const
    const { crm } = await testCrm({ storage: await make(), roles })
    const system = crm.asSystem({ reason: 'set up' })
    const { id: companyId } = await system.companies.create({ name: 'Acme' })
    const { id } = await system.deals.create({ title: 'x', companyId, amount: 100, currency: 'CNY' })
    expect(await system.deals.history(id)).toMatchObject([{ amount: 100 }])
    expect(await crm.as({ user: 'u', roles: ['clerk'] }).deals.history(id)).toMatchObject([{ amount: null }])
  })

  test('the story of a record does not tell what is hidden, even by a field that is hidden itself', async () => {
    const byOwner = { scope: { not: { ownerId: 'u_b' } }, fields: ['size'] }
    const roles = { clerk: { grants: { company: [{ scope: 'all', fields: ['name'] }, byOwner] } } } as const
    const { crm } = await testCrm({ storage: await make(), roles })
    const { id } = await crm.asSystem({ reason: 'set up' }).companies.create({ name: 'x', size: 3, ownerId: 'u_b' })
    const clerk = crm.as({ user: 'u', roles: ['clerk'] })
    expect(await clerk.companies.get(id)).toMatchObject({ name: 'x', size: null, ownerId: null })
    expect(Object.keys((await clerk.companies.story(id))[0]?.changes ?? {})).not.toContain('size')
  })

  test('a dry run does not tell what is hidden', async () => {
    const roles = {
      blind: { grants: { company: [{ scope: 'all' }, { scope: 'none' }], deal: { scope: 'all', can: ['update'] } } },
      clerk: { grants: { deal: { scope: 'all', can: ['read'], except: ['amount'] } } },
    } as const
    const { crm } = await testCrm({ storage: await make(), roles })
    const system = crm.asSystem({ reason: 'set up' })
    const { id: companyId } = await system.companies.create({ name: 'Acme' })
    const { id } = await system.deals.create({ title: 'x', companyId, amount: 100, currency: 'CNY' })
    const clerk = crm.as({ user: 'u', roles: ['blind', 'clerk'] })
    const preview = await clerk.deals.update(id, { amount: 1, title: 'y' }, { dryRun: true })
    expect(preview.changes).toEqual([{ entity: 'deal', id, action: 'update', fields: { title: ['x', 'y'] } }])
  })

  test('a record that is known by a hidden field cannot be looked up by it', async () => {
    const blind = { scope: 'all', except: ['email'] } as const
    const roles = { clerk: { grants: { contact: [blind, { scope: 'all', can: ['create', 'update'] }] } } } as const
    const { crm } = await testCrm({ storage: await make(), roles })
    const record = { name: 'Li', email: 'li@example.com' }
    await crm.asSystem({ reason: 'set up' }).contacts.create(record)
    const clerk = crm.as({ user: 'u', roles: ['clerk'] })
    const error = await errorOf(() => clerk.contacts.upsert({ by: 'email', record }))
    expect(error).toMatchObject({ code: 'DUPLICATE', details: { fields: ['email'] } })
    expect(error.details).not.toHaveProperty('id')
  })

  test('a clash names the field, and the record to those alone who may see it', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const record = { name: 'Li', email: 'li@example.com' }
    const { id } = await crm.as(rep).contacts.create(record)
    const own = await errorOf(() => crm.as(rep).contacts.create(record))
    expect(own).toMatchObject({ code: 'DUPLICATE', details: { path: 'email', fields: ['email'], id } })
    const other = await errorOf(() => crm.as({ user: 'u_b', roles: ['sales'] }).contacts.create(record))
    expect(other).toMatchObject({ code: 'DUPLICATE', details: { path: 'email', fields: ['email'] } })
    expect(JSON.stringify(other)).not.toContain(id)
  })

  test('what a record owns is a field of it, to read and to write', async () => {
    const roles = { clerk: { grants: { '*': { scope: 'all' }, order: { scope: 'all', except: ['lines'] } } } } as const
    const { crm } = await testCrm({ storage: await make(), roles })
    const system = crm.asSystem({ reason: 'set up' })
    const { id: companyId } = await system.companies.create({ name: 'Acme' })
    const lines = [{ unitPrice: 100 }]
    const { id } = await system.orders.create({ companyId, placedAt, currency: 'CNY', lines })
    const clerk = crm.as({ user: 'u', roles: ['clerk'] })
    expect((await clerk.orders.list({ include: { lines: true } })).items).toMatchObject([{ id, lines: [] }])
    expect(await codeOf(() => clerk.orderLines.list())).toBe('FORBIDDEN')
    expect(await codeOf(() => clerk.orders.update(id, { lines }))).toBe('FORBIDDEN')
    expect(await codeOf(() => clerk.orders.create({ companyId, placedAt, currency: 'CNY', lines }))).toBe('FORBIDDEN')
    const dry = await clerk.orders.delete(id, { dryRun: true })
    const changed = dry.changes.find(({ entity }) => entity === 'order')
    expect(Object.keys(changed?.fields ?? {})).toEqual(['deletedAt'])
  })

  test('what is no query is refused by iterate, too', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const all = async (query: unknown) => {
      for await (const _ of crm.as(rep).companies.iterate(query as {})) break
    }
    for (const query of [5, 'x', [], { limit: '5' }, { limit: 0 }, { limit: 1.5 }, { nope: 1 }])
      expect(await codeOf(() => all(query)), JSON.stringify(query)).toMatch(/^(INVALID|UNKNOWN_KEY)$/)
  })
})
