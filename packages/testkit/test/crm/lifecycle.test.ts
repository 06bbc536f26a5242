import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const order = { placedAt: '2026-03-01T00:00:00Z', currency: 'CNY' }

onBoth((open) => {
  test('A25: the stage follows from the orders, and each change is told once', async () => {
    const { crm, clock } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const told: unknown[] = []
    crm.on('lifecycle.changed', ({ data, actor }) => told.push([data.entity, data.from, data.to, actor]))
    const { id: companyId, lifecycle } = await me.companies.create({ name: 'x' })
    const stage = async () => (await me.companies.get(companyId)).lifecycle
    expect(lifecycle).toBe('prospect')
    const first = await me.orders.create({ ...order, companyId })
    expect(await stage()).toBe('customer')
    await clock.advance('P1D')
    const second = await me.orders.create({ ...order, companyId })
    expect(await stage()).toBe('repeat')
    await me.orders.create({ ...order, companyId })
    await me.orders.update(first.id, { total: 5 })
    expect(told).toEqual([
      ['company', 'prospect', 'customer', 'u_adm'],
      ['company', 'customer', 'repeat', 'u_adm'],
    ])
    expect(await me.companies.lifecycle(companyId, {})).toMatchObject([
      { from: null, to: 'prospect', at: '2026-03-16T01:00:00.000Z' },
      { from: 'prospect', to: 'customer', at: '2026-03-16T01:00:00.000Z' },
      { from: 'customer', to: 'repeat', at: '2026-03-17T01:00:00.000Z' },
    ])
    await me.orders.deleteMany({ where: { id: { ne: second.id } } })
    expect(await stage()).toBe('customer')
    await me.orders.delete(second.id)
    expect(await stage()).toBe('prospect')
    await me.orders.restore(second.id)
    expect(await stage()).toBe('customer')
    expect(told).toHaveLength(5)
  })

  test('A25: the customer of an order is its company, else its contact; an order may change hands', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const { id: contactId } = await me.contacts.create({ name: 'y', companyId })
    const stages = async () => [
      (await me.companies.get(companyId)).lifecycle,
      (await me.contacts.get(contactId)).lifecycle,
    ]
    const { id } = await me.orders.create({ ...order, companyId, contactId })
    expect(await stages()).toEqual(['customer', 'prospect'])
    await me.orders.update(id, { companyId: null })
    expect(await stages()).toEqual(['prospect', 'customer'])
    await me.orders.createMany([
      { ...order, contactId },
      { ...order, companyId },
      { ...order, companyId },
    ])
    expect(await stages()).toEqual(['repeat', 'repeat'])
    expect(await me.companies.count({ where: { lifecycle: 'repeat' } })).toBe(1)
  })

  test('A25: parallel orders lose nothing', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const told: string[] = []
    crm.on('lifecycle.changed', ({ data }) => told.push(data.to))
    const { id: companyId } = await me.companies.create({ name: 'x' })
    await Promise.all([1, 2, 3, 4].map(() => me.orders.create({ ...order, companyId })))
    expect((await me.companies.get(companyId)).lifecycle).toBe('repeat')
    expect(told).toEqual(['customer', 'repeat'])
    const [one, ...others] = (await me.orders.list()).items
    await Promise.all([...others.map(({ id }) => me.orders.delete(id)), me.orders.create({ ...order, companyId })])
    expect((await me.companies.get(companyId)).lifecycle).toBe('repeat')
    await me.orders.delete(one?.id ?? '')
    expect((await me.companies.get(companyId)).lifecycle).toBe('customer')
  })

  test('A25: worked out again from the orders it is the same, and what was written past the engine is mended', async () => {
    const storage = await open()
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    const { ids } = await me.companies.createMany([{ name: 'a' }, { name: 'b' }, { name: 'c' }])
    const [a, b] = ids as [string, string]
    await me.orders.createMany([a, b, b].map((companyId) => ({ ...order, companyId })))
    const all = async () => (await me.companies.list()).items.map(({ lifecycle }) => lifecycle)
    expect(await me.companies.rebuildLifecycle({})).toEqual({ checked: 3, changed: 0, next: null })
    const set = `update crm_companies set lifecycle = 'repeat'`
    await me.transaction(async (_, native) => {
      const handle = native as { query?: (sql: string) => Promise<unknown>; exec?: (sql: string) => unknown }
      await (handle.query?.(set) ?? handle.exec?.(set))
    })
    expect(await all()).toEqual(['repeat', 'repeat', 'repeat'])
    const page = await me.companies.rebuildLifecycle({ limit: 2 })
    expect(page).toMatchObject({ checked: 2, changed: 1 })
    expect(await me.companies.rebuildLifecycle({ after: page.next })).toEqual({ checked: 1, changed: 1, next: null })
    expect(await all()).toEqual(['customer', 'repeat', 'prospect'])
    const rep = crm.as({ user: 'u_a', roles: ['sales'] })
    expect(await errorOf(() => rep.companies.rebuildLifecycle({}))).toMatchObject({ code: 'FORBIDDEN' })
  })

  test('nobody sets the stage; a refused order leaves it; a customer out of the bin has the right one', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const given = { lifecycle: 'repeat' } as {}
    expect(await errorOf(() => me.companies.update(companyId, given))).toMatchObject({ code: 'UNKNOWN_KEY' })
    const lines = [{ unitPrice: 1, productId: 'nobody' }]
    expect(await errorOf(() => me.orders.create({ ...order, companyId, lines }))).toMatchObject({
      code: 'REFERENCE_NOT_FOUND',
    })
    expect(await me.companies.get(companyId)).toMatchObject({ lifecycle: 'prospect', version: 1 })
    const { id } = await me.orders.create({ ...order, companyId })
    await me.companies.delete(companyId)
    await me.orders.delete(id)
    await me.companies.restore(companyId)
    expect(await me.companies.get(companyId)).toMatchObject({ lifecycle: 'prospect' })
    // Who may not write the customer still makes him one by his order.
    const roles = {
      cashier: {
        grants: { order: { scope: 'all' as const }, company: { scope: 'all' as const, can: ['read'] as const } },
      },
    }
    const { crm: shop } = await testCrm({ storage: await open(), roles })
    const made = await shop.as(admin).companies.create({ name: 'x' })
    await shop.as({ user: 'u', roles: ['cashier'] }).orders.create({ ...order, companyId: made.id })
    expect((await shop.as(admin).companies.get(made.id)).lifecycle).toBe('customer')
  })
})
