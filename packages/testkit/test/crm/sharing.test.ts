import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { codeOf, onBoth } from '../both.ts'
import { rowsOf } from '../rows-of.ts'

const rep = (user: string) => ({ user, roles: ['sales'] })

const guest = (user: string) => ({ user, roles: ['sales', 'shared'] })
const placedAt = '2026-03-01T00:00:00Z'

onBoth((make) => {
  test('rank 37: a record is shared to read or to write, on every path', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const owner = crm.as(rep('u_a'))
    const company = await owner.companies.create({ name: 'shared', size: 3 })
    await owner.companies.create({ name: 'not shared', size: 5 })
    await owner.contacts.create({ name: 'x', companyId: company.id })
    const b = crm.as(guest('u_b'))
    const seen = async () => [
      (await b.companies.list()).items.map(({ name }) => name),
      await b.companies.count(),
      await b.companies.aggregate({ measures: { size: { fn: 'sum', field: 'size' } } }),
      (await b.companies.list({ where: { name: { contains: 'shared' } } })).items.length,
    ]
    expect(await seen()).toEqual([[], 0, [{ size: 0 }], 0])
    expect(await codeOf(() => b.companies.get(company.id))).toBe('NOT_FOUND')

    expect(await owner.companies.share(company.id, { user: 'u_b', level: 'read' })).toEqual([
      { user: 'u_b', level: 'read', at: '2026-03-16T01:00:00.000Z', by: 'u_a' },
    ])
    expect(await seen()).toEqual([['shared'], 1, [{ size: 3 }], 1])
    expect(await b.companies.story(company.id)).toHaveLength(2)
    expect(await codeOf(() => b.companies.update(company.id, { city: 'Berlin' }))).toBe('FORBIDDEN')

    await owner.companies.share(company.id, { user: 'u_b', level: 'write' })
    expect(await b.companies.update(company.id, { city: 'Berlin' })).toMatchObject({ city: 'Berlin', ownerId: 'u_a' })
    expect(await b.companies.updateMany({ where: {}, set: { region: 'east' } })).toEqual({ count: 1 })
    expect(await codeOf(() => b.companies.update(company.id, { ownerId: 'u_b' }))).toBe('FORBIDDEN')
    expect(await codeOf(() => b.companies.delete(company.id))).toBe('FORBIDDEN')
    expect(await b.companies.deleteMany({ where: {} })).toEqual({ count: 0 })
    // What belongs to it has an owner of its own.
    expect((await b.companies.list({ include: { contacts: true } })).items).toMatchObject([{ contacts: [] }])

    expect(await owner.companies.unshare(company.id, { user: 'u_b' })).toEqual([])
    expect(await seen()).toEqual([[], 0, [{ size: 0 }], 0])
  })

  test('what a shared record owns comes with it, and a deal that is shared to write can be moved', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const owner = crm.as(rep('u_a'))
    const { id: companyId } = await owner.companies.create({ name: 'x' })
    const lines = [{ unitPrice: 100 }]
    const order = await owner.orders.create({ companyId, placedAt, currency: 'CNY', lines })
    const deal = await owner.deals.create({ title: 'x', companyId })
    const b = crm.as(guest('u_b'))
    expect((await b.orderLines.list()).items).toEqual([])
    await owner.orders.share(order.id, { user: 'u_b', level: 'read' })
    expect((await b.orders.list({ include: { lines: true } })).items).toMatchObject([{ lines: [{ total: 100 }] }])
    expect((await b.orderLines.list()).items).toHaveLength(1)
    await owner.deals.share(deal.id, { user: 'u_b', level: 'read' })
    expect(await codeOf(() => b.deals.move(deal.id, { to: 'proposal' }))).toBe('FORBIDDEN')
    await owner.deals.share(deal.id, { user: 'u_b', level: 'write' })
    expect(await b.deals.move(deal.id, { to: 'proposal' })).toMatchObject({ stage: 'proposal' })
  })

  test('a share without a grant for shared records gives nothing', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const { id } = await crm.as(rep('u_a')).companies.create({ name: 'x' })
    await crm.as(rep('u_a')).companies.share(id, { user: 'u_b', level: 'write' })
    expect(await codeOf(() => crm.as(rep('u_b')).companies.get(id))).toBe('NOT_FOUND')
    expect(await crm.as(guest('u_b')).companies.get(id)).toMatchObject({ name: 'x' })
  })

  test('whoever may update a record may share it; everybody may leave', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const { id } = await crm.as(rep('u_a')).companies.create({ name: 'x' })
    const [b, c] = [crm.as(guest('u_b')), crm.as(guest('u_c'))]
    expect(await codeOf(() => b.companies.share(id, { user: 'u_b', level: 'write' }))).toBe('NOT_FOUND')
    await crm.as(rep('u_a')).companies.share(id, { user: 'u_b', level: 'write' })
    await b.companies.share(id, { user: 'u_c', level: 'read' })
    expect((await c.companies.sharedWith(id)).map(({ user, level, by }) => [user, level, by])).toEqual([
      ['u_b', 'write', 'u_a'],
      ['u_c', 'read', 'u_b'],
    ])
    expect(await codeOf(() => c.companies.share(id, { user: 'u_c', level: 'write' }))).toBe('FORBIDDEN')
    expect(await codeOf(() => c.companies.unshare(id, { user: 'u_b' }))).toBe('FORBIDDEN')
    expect(await c.companies.unshare(id, { user: 'u_c' })).toHaveLength(1)
    expect(await codeOf(() => c.companies.sharedWith(id))).toBe('NOT_FOUND')
  })

  test('sharing is audited and told; the same again is nothing new', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const told: unknown[] = []
    crm.on('record.shared', ({ entity, recordId, data }) => told.push([entity, recordId, data]))
    crm.on('record.unshared', ({ entity, recordId, data }) => told.push([entity, recordId, data]))
    const owner = crm.as(rep('u_a'))
    const { id } = await owner.companies.create({ name: 'x' })
    for (const level of ['read', 'read', 'write'] as const) await owner.companies.share(id, { user: 'u_b', level })
    for (const _ of [1, 2]) await owner.companies.unshare(id, { user: 'u_b' })
    expect(told).toEqual([
      ['company', id, { user: 'u_b', level: 'read' }],
      ['company', id, { user: 'u_b', level: 'write' }],
      ['company', id, { user: 'u_b', level: null }],
    ])
    const [read, write] = ['read', 'write'].map((level) => ({ user: 'u_b', level }))
    expect((await owner.companies.story(id)).slice(1)).toMatchObject([
      { operation: 'companies.share', action: 'share', changes: { sharedWith: [null, read] } },
      { operation: 'companies.share', action: 'share', changes: { sharedWith: [read, write] } },
      { operation: 'companies.unshare', action: 'unshare', changes: { sharedWith: [write, null] } },
    ])
    expect(await rowsOf(storage, 'recordMember')).toEqual([])
  })

  test('several who share at once with the same user make one member', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const owner = crm.as(rep('u_a'))
    const { id } = await owner.companies.create({ name: 'x' })
    const levels = ['read', 'write', 'read', 'write', 'read'] as const
    await Promise.all(levels.map((level) => owner.companies.share(id, { user: 'u_b', level })))
    expect(await owner.companies.sharedWith(id)).toHaveLength(1)
  })

  test('input that makes no sense is refused', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const owner = crm.as(rep('u_a'))
    const { id } = await owner.companies.create({ name: 'x' })
    expect(await codeOf(() => owner.companies.share(id, { user: '', level: 'read' }))).toBe('INVALID')
    expect(await codeOf(() => owner.companies.share(id, { user: 'u_b', level: 'delete' as 'read' }))).toBe('INVALID')
    expect(await codeOf(() => owner.companies.share('nobody', { user: 'u_b', level: 'read' }))).toBe('NOT_FOUND')
    const wrong = { guest: { grants: { company: { scope: 'shraed' as 'shared' } } } }
    expect(await codeOf(async () => testCrm({ storage: await make(), roles: wrong }))).toBe('ROLE_INVALID')
  })
})
