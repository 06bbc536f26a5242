import { testCrm } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }
const placed = { placedAt: '2026-03-01T00:00:00Z', currency: 'CNY' }

onBoth((open) => {
  test('items of a list come and go without the rest being named', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const lines = { add: [{ unitPrice: 1 }, { unitPrice: 2, quantity: 3 }] }
    const { id, total } = await me.orders.create({ ...placed, companyId, lines })
    expect(total).toBe(7)
    const prices = async () => (await me.orders.get(id, { include: { lines: true } })).lines.map((one) => one.unitPrice)
    const [first] = (await me.orderLines.list({ where: { orderId: id } })).items
    const after = await me.orders.update(id, { lines: { add: [{ unitPrice: 10 }], remove: [first?.id ?? ''] } })
    expect(after).toMatchObject({ total: 16, version: 2 })
    expect(await prices()).toEqual([2, 10])
    // An item with its id is changed in its place.
    const [second] = (await me.orderLines.list({ where: { orderId: id } })).items
    const changed = await me.orders.update(id, { lines: { add: [{ id: second?.id ?? '', unitPrice: 5 }] } })
    expect(changed.total).toBe(15)
    expect(await me.orders.update(id, { lines: {} })).toMatchObject({ version: 3 })
    expect(await me.orders.update(id, { lines: { add: [], remove: [] } })).toMatchObject({ version: 3 })
    expect((await me.orders.update(id, { lines: [] })).total).toBe(0)
  })

  test('nothing is lost when several add at once', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const { id } = await me.orders.create({ ...placed, companyId })
    const prices = [1, 2, 4, 8]
    await Promise.all(prices.map((unitPrice) => me.orders.update(id, { lines: { add: [{ unitPrice }] } })))
    expect(await me.orders.get(id)).toMatchObject({ total: 15, version: 5 })
  })

  test('what is wrong in a list has its place', async () => {
    const { crm } = await testCrm({ storage: await open() })
    const me = crm.as(admin)
    const { id: companyId } = await me.companies.create({ name: 'x' })
    const { id } = await me.orders.create({ ...placed, companyId, lines: [{ unitPrice: 1 }] })
    const cases: readonly [unknown, string, string][] = [
      [{ add: [{ unitPrice: 'x' }] }, 'INVALID', 'lines.add[0].unitPrice'],
      [{ add: [{}] }, 'INVALID', 'lines.add[0].unitPrice'],
      [{ add: [{ unitPrice: 1, x: 1 }] }, 'UNKNOWN_KEY', 'lines.add[0].x'],
      [{ ad: [] }, 'UNKNOWN_KEY', 'lines.ad'],
      [{ remove: ['x'] }, 'REFERENCE_NOT_FOUND', 'lines.remove[0]'],
      [{ remove: [5] }, 'INVALID', 'lines.remove[0]'],
      [{ add: [{ id: 'x', unitPrice: 1 }] }, 'REFERENCE_NOT_FOUND', 'lines.add[0].id'],
      [{ add: [{ productId: 'x', unitPrice: 1 }] }, 'REFERENCE_NOT_FOUND', 'lines[1].productId'],
      [[{ unitPrice: 'x' }], 'INVALID', 'lines[0].unitPrice'],
      ['x', 'INVALID', 'lines'],
      [5, 'INVALID', 'lines'],
      [null, 'INVALID', 'lines'],
    ]
    for (const [lines, code, path] of cases)
      expect(await errorOf(() => me.orders.update(id, { lines } as {})), JSON.stringify(lines)).toMatchObject({
        code,
        path,
      })
    expect(await me.orders.get(id)).toMatchObject({ version: 1 })
  })
})
