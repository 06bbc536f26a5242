import type { CoreTypes, Scope } from '@guanxi/core'
import { testCrm } from '@guanxi/testkit'
import { expect, test, vi } from 'vitest'
import { codeOf, errorOf, onBoth } from '../both.ts'

const admin = { user: 'u_adm', roles: ['admin'] }

async function company(me: Scope<CoreTypes>): Promise<string> {
  return (await me.companies.create({ name: '华东精工' })).id
}

onBoth((make) => {
  test('rank 28: the amount of a deal with lines is their sum, of one without it is given', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const companyId = await company(me)
    const { id: productId } = await me.products.create({ name: '配件', price: 1050, currency: 'CNY' })
    // 1050 × 3 less 15 % is 2677.5, half up 2678.
    const lines = [{ productId, unitPrice: 1050, quantity: 3, discount: 1500 }, { unitPrice: 333 }]
    const deal = await me.deals.create({ companyId, title: '300个配件', currency: 'CNY', lines })
    expect(deal.amount).toBe(3011)
    expect(await me.deals.update(deal.id, { amount: 5 })).toMatchObject({ amount: 3011, version: 1 })
    const [read] = (
      await me.deals.list({ include: { lines: { orderBy: { total: 'desc' }, include: { product: true } } } })
    ).items
    expect(read?.lines.map(({ total, product }) => [total, product?.name])).toEqual([
      [2678, '配件'],
      [333, undefined],
    ])
    const kept = read?.lines[0]?.id ?? ''
    const changed = await me.deals.update(deal.id, { lines: [{ id: kept, unitPrice: 2000 }, { unitPrice: 5 }] })
    expect(changed).toMatchObject({ amount: 2005, version: 2 })
    expect(await me.dealLines.count({ where: { product: { is: { name: '配件' } } } })).toBe(0)
    expect(await me.deals.update(deal.id, { lines: [] })).toMatchObject({ amount: 0 })
    expect(await me.deals.update(deal.id, { amount: 70 })).toMatchObject({ amount: 70 })
    const given = await me.deals.create({ companyId, title: 'x', amount: 9, currency: 'CNY', lines: [] })
    expect(given.amount).toBe(9)
    expect((await me.deals.create({ companyId, title: 'x' })).amount).toBeNull()
  })

  test('lines need the currency of their deal, and a product that exists', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const companyId = await company(me)
    const create = (lines: { unitPrice: number; productId?: string }[], currency?: string) =>
      me.deals.create({ companyId, title: 'x', lines, ...(currency === undefined ? {} : { currency }) })
    expect(await errorOf(() => create([{ unitPrice: 1 }]))).toMatchObject({
      code: 'INVALID',
      details: { path: 'currency' },
    })
    expect(await errorOf(() => create([{ unitPrice: 1 }, { unitPrice: 1, productId: 'no' }], 'CNY'))).toMatchObject({
      code: 'REFERENCE_NOT_FOUND',
      details: { path: 'lines[1].productId' },
    })
    const most = Number.MAX_SAFE_INTEGER
    expect((await create([{ unitPrice: most }], 'CNY')).amount).toBe(most)
    expect(await codeOf(() => create([{ unitPrice: most }, { unitPrice: 1 }], 'CNY'))).toBe('NUMBER_OUT_OF_RANGE')
    expect(await me.dealLines.count()).toBe(1)
  })

  test('G13: totals of lines have the currency of their deal', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const companyId = await company(me)
    const create = (currency: string) =>
      me.deals.create({ companyId, title: 'x', currency, lines: [{ unitPrice: 5, quantity: 3 }] })
    const sum = () => me.dealLines.aggregate({ measures: { sum: { fn: 'sum', field: 'total' } } })
    await create('CNY')
    expect(await sum()).toEqual([{ sum: 15 }])
    await create('USD')
    expect(await codeOf(sum)).toBe('MIXED_CURRENCY')
  })

  test('the stays of a deal keep the amount that it had, whatever becomes of its lines', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const lines = [{ unitPrice: 100 }]
    const deal = await me.deals.create({ companyId: await company(me), title: 'x', currency: 'CNY', lines })
    await me.deals.update(deal.id, { lines: [{ unitPrice: 250 }] })
    await me.deals.move(deal.id, { to: 'proposal' })
    await me.deals.move(deal.id, { to: 'won', set: { lines: [{ unitPrice: 250 }, { unitPrice: 30 }] } })
    await me.deals.update(deal.id, { lines: [{ unitPrice: 1 }] })
    expect((await me.deals.history(deal.id)).map(({ stage, amount }) => [stage, amount])).toEqual([
      ['qualified', 100],
      ['proposal', 250],
      ['won', 280],
    ])
    const board = await me.deals.aggregate({
      groupBy: { stage: 'stage', currency: 'currency' },
      measures: { n: { fn: 'count' }, sum: { fn: 'sum', field: 'amount' } },
    })
    expect(board).toEqual([{ stage: 'won', currency: 'CNY', n: 1, sum: 1 }])
  })

  test('lines go to the bin and come back with their deal; who may not write the deal writes no line', async () => {
    const { crm } = await testCrm({ storage: await make() })
    const me = crm.as(admin)
    const companyId = await company(me)
    const deal = await me.deals.create({ companyId, title: 'x', currency: 'CNY', lines: [{ unitPrice: 7 }] })
    await me.deals.delete(deal.id)
    expect(await me.dealLines.count()).toBe(0)
    expect(await me.deals.restore(deal.id)).toMatchObject({ amount: 7 })
    expect(await me.dealLines.count()).toBe(1)
    const other = crm.as({ user: 'u_a', roles: ['sales'] })
    expect(await other.dealLines.count()).toBe(0)
    expect(await codeOf(() => other.deals.update(deal.id, { lines: [] }))).toBe('NOT_FOUND')
    expect(await me.dealLines.count()).toBe(1)
  })

  test('lines that nothing asks for are not read', async () => {
    const storage = await make()
    const { crm } = await testCrm({ storage })
    const me = crm.as(admin)
    const lines = [{ unitPrice: 7 }]
    const deal = await me.deals.create({ companyId: await company(me), title: 'x', currency: 'CNY', lines })
    const read: string[] = []
    const begin = storage.begin.bind(storage)
    vi.spyOn(storage, 'begin').mockImplementation(async (options) => {
      const tx = await begin(options)
      const select = tx.select.bind(tx)
      vi.spyOn(tx, 'select').mockImplementation((query) => {
        read.push(query.entity.name)
        return select(query)
      })
      return tx
    })
    await me.deals.move(deal.id, { to: 'proposal' })
    await me.deals.update(deal.id, { title: 'y' })
    expect(read.splice(0)).toEqual(['deal', 'deal'])
    expect(await me.deals.update(deal.id, { amount: 9 })).toMatchObject({ amount: 7 })
    expect(read.splice(0)).toContain('dealLine')
  })
})
