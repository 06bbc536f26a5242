import { createCrm } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { analytics } from '../../src/index.ts'
import { onOne, type Stage } from '../on-one.ts'
import { companies, type Me, order, orders, world, zone } from '../world.ts'
import { allSummaries } from './pages.ts'

type Asked = Parameters<Me['analytics']['purchaseSummary']>[0]

/** Somebody who sees his own alone. */
function ownOnly({ storage, tenant }: Stage): Me {
  const grants = { company: { scope: 'own' }, order: { scope: 'own' } } as const
  const roles = { seller: { grants, operations: ['analytics.purchaseSummary'] } }
  const crm = createCrm({
    storage,
    plugins: [analytics()],
    tenancy: 'multi',
    clock: testClock('2026-03-16T01:00:00Z'),
    roles,
    zone,
  })
  return crm.as({ tenant, user: 'u_1', roles: ['seller'] })
}

onOne((stage) => {
  test('two orders of one local day are one purchase, its first day is not spend, and what came later is unknown', async () => {
    const { admin } = world(stage())
    const [one = '', other = ''] = await companies(admin, 2)
    await orders(admin, [
      order(one, '2026-01-01', 500),
      order(one, '2026-01-08', 100),
      // 23:59 and 00:01 of Shanghai are two days; 16:30Z of the day before is the 8th.
      { ...order(one, '2026-01-08', 200), placedAt: '2026-01-07T16:30:00Z' },
      { ...order(one, '2026-01-15', 0), placedAt: '2026-01-15T15:59:00Z' },
      order(one, '2026-02-01', 900),
      order(other, '2026-02-01', 900),
    ])
    const { data, meta } = await admin.analytics.purchaseSummary({ asOf: '2026-01-31', unit: 'day' })
    expect(data).toEqual({
      unit: 'day',
      end: '2026-01-30',
      currency: 'CNY',
      customers: [
        {
          customer: { kind: 'company', id: one },
          ...{ x: 2, tx: 14, T: 29, spend: 150, zeroDays: 1, first: '2026-01-01', last: '2026-01-15' },
        },
      ],
      next: null,
    })
    expect(meta).toMatchObject({ rows: 4, warnings: [{ code: 'zero_value_days', n: 1 }] })
    expect(await admin.orders.count({ where: meta.records?.where as object })).toBe(4)
  })

  test('refunds are taken off the day of the order, those after the instant not yet', async () => {
    const { admin } = world(stage())
    const [one = ''] = await companies(admin, 1)
    await orders(admin, [order(one, '2026-01-01', 500)])
    const bought = await admin.orders.create(order(one, '2026-01-08', 1000))
    await admin.refunds.create({ orderId: bought.id, amount: 300, at: '2026-01-10T00:00:00Z' })
    await admin.refunds.create({ orderId: bought.id, amount: 200, at: '2026-02-10T00:00:00Z' })
    const spend = async (asked: Asked) => (await admin.analytics.purchaseSummary(asked)).data.customers[0]?.spend
    expect(await spend({})).toBe(500)
    expect(await spend({ asOf: '2026-02-01' })).toBe(700)
    expect(await spend({ asOf: '2026-01-09' })).toBe(1000)
    expect(await spend({ net: false })).toBe(1000)
  })

  test('one customer alone; a customer that nobody names is refused', async () => {
    const { admin } = world(stage())
    const [one = '', other = ''] = await companies(admin, 2)
    await orders(admin, [order(one, '2026-01-01'), order(other, '2026-01-01'), order(other, '2026-01-02')])
    const { data } = await admin.analytics.purchaseSummary({ companyId: other })
    expect(data.customers.map(({ customer, x }) => [customer.id, x])).toEqual([[other, 1]])
    await expect(admin.analytics.purchaseSummary({ companyId: other, contactId: 'x' })).rejects.toThrow('contactId')
    await expect(admin.analytics.purchaseSummary({ companyId: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('who may see his own orders alone is told of these', async () => {
    const on = stage()
    const { admin } = world(on)
    const me = ownOnly(on)
    const [one = ''] = await companies(me, 1)
    await orders(me, [order(one, '2026-01-01')])
    const [theirs = ''] = await companies(admin, 1)
    await orders(admin, [{ ...order(theirs, '2026-01-01'), ownerId: 'u_2' }])
    expect((await allSummaries(me, {})).map(({ customer }) => customer.id)).toEqual([one])
    expect((await allSummaries(admin, {})).length).toBe(2)
  })
})
