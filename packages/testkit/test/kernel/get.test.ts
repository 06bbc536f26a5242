import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }

onBoth((open) => {
  test('a get brings related records along, those that the actor may see', async () => {
    const roles = { clerk: { grants: { order: { scope: 'all' as const }, product: { scope: 'all' as const } } } }
    const { crm } = await testCrm({ storage: await open(), roles })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const { id: productId } = await me.products.create({ name: 'tea' })
    const lines = [3, 1, 2].map((unitPrice) => ({ unitPrice, productId }))
    const { id } = await me.orders.create({ companyId, currency: 'CNY', placedAt: '2026-01-01T00:00:00Z', lines })
    const include = {
      company: { include: { orders: true } },
      lines: { where: { unitPrice: { gt: 1 } }, orderBy: { unitPrice: 'asc' }, limit: 1, include: { product: true } },
    } as const
    const whole = await me.orders.get(id, { include })
    expect(whole.total).toBe(6)
    expect(whole.company?.orders.map((order) => order.id)).toEqual([id])
    expect(whole.lines.map((line) => [line.unitPrice, line.product?.name])).toEqual([[2, 'tea']])
    expect('company' in (await me.orders.get(id, {}))).toBe(false)
    const seen = await crm.as({ user: 'u_c', roles: ['clerk'] }).orders.get(id, { include })
    expect([seen.company, seen.lines[0]?.product?.name]).toEqual([null, 'tea'])
  })

  test('what comes along is checked as strictly as in a list', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id } = await me.companies.create({ name: 'x' })
    const get = (query: unknown) => errorOf(() => me.companies.get(id, query as {}))
    expect(await get({ include: { peple: true } })).toMatchObject({ code: 'UNKNOWN_KEY', path: 'include.peple' })
    expect(await get({ includes: {} })).toMatchObject({ code: 'UNKNOWN_KEY' })
    expect(await get({ include: { contacts: { limit: 0 } } })).toMatchObject({ path: 'include.contacts.limit' })
    expect(await get({ where: {} })).toMatchObject({ code: 'UNKNOWN_KEY' })
    expect(await get(null)).toMatchObject({ code: 'INVALID' })
    expect(await get({ include: null })).toMatchObject({ code: 'INVALID', path: 'include' })
  })
})
