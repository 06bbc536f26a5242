import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { companies, type Me, order, orders, world } from '../world.ts'

const year = { from: '2025-01-01', to: '2026-01-01' }

onOne((stage) => {
  test('E2: of a hundred who were active, forty bought nothing: .40', async () => {
    const { admin } = world(stage())
    const ids = await companies(admin, 103)
    const active = ids.slice(0, 100)
    await orders(admin, [
      ...active.map((id, i) => order(id, i % 2 === 0 ? '2024-01-01' : '2024-12-31')),
      ...active.slice(40).map((id) => order(id, '2025-06-01')),
      // Back again, but not in the period; new in it; active too long ago.
      { ...order(active[0] ?? '', '2026-01-01'), placedAt: '2025-12-31T16:00:00Z' },
      order(ids[100] ?? '', '2025-06-01'),
      order(ids[101] ?? '', '2023-12-31'),
    ])
    const asked = { ...year, active: { from: '2024-01-01' } }
    const { data, meta } = await admin.analytics.churn(asked)
    expect(data).toMatchObject({ value: 0.4, n: 100, num: 40, den: 100, level: 0.95 })
    expect(meta).toMatchObject({ definition: 'churn.v1', rows: 161, excluded: {}, warnings: [] })
    expect(await countBehind(admin, meta)).toBe(100)
    expect(await admin.analytics.churn({ ...year, active: { within: 'P1Y' } })).toMatchObject({ data })
    // The same without a rollup's boundaries: an hour later nobody's purchase is on the other side.
    const late = { from: '2025-01-01T01:00:00+08:00', to: '2026-01-01T00:00:00+08:00', active: asked.active }
    expect(await admin.analytics.churn(late)).toMatchObject({ data })
  })

  test('churn of a period that has not begun is nothing, and says so; one that is not over says that', async () => {
    const { admin } = world(stage())
    const [id = ''] = await companies(admin, 1)
    await orders(admin, [order(id, '2026-01-10')])
    const next = { from: '2027-01-01', to: '2028-01-01', active: { within: 'P2Y' } }
    expect(await admin.analytics.churn(next)).toMatchObject({
      data: { value: null, den: 0, interval: null },
      meta: { warnings: [{ code: 'period_not_begun' }] },
    })
    const now = { from: '2026-03-01', to: '2026-04-01', active: { within: 'P1Y' } }
    expect(await admin.analytics.churn(now)).toMatchObject({
      data: { value: 1, den: 1 },
      meta: { warnings: [{ code: 'period_not_over' }] },
    })
    await expect(admin.analytics.churn({ ...now, active: { from: '2026-03-01' } })).rejects.toMatchObject({
      code: 'INVALID',
      details: { path: 'active.from' },
    })
    await expect(admin.analytics.churn({ ...now, active: { within: 'P1X' } })).rejects.toMatchObject({
      code: 'INVALID',
    })
  })

  test('E3: of ten buyers two bought on two local days: .2, where retention is .6', async () => {
    const { admin } = world(stage())
    const ids = await companies(admin, 10)
    await orders(admin, [
      ...ids.map((id) => order(id, '2024-03-01')),
      // Two orders of one day are one purchase; 23:30 and 00:30 in Shanghai are two.
      order(ids[2] ?? '', '2024-03-01'),
      order(ids[0] ?? '', '2024-03-11'),
      order(ids[0] ?? '', '2024-03-31'),
      ...['2024-06-01T15:30:00Z', '2024-06-01T16:30:00Z'].map((placedAt) => ({
        ...order(ids[1] ?? '', '2024-06-01'),
        placedAt,
      })),
      ...ids.slice(0, 6).map((id) => order(id, '2025-12-31')),
    ])
    // Without his purchase in March the second one has these two days alone.
    const march = await admin.orders.list({
      where: { companyId: ids[1] ?? '', placedAt: { lt: '2024-04-01T00:00:00Z' } },
    })
    await admin.orders.delete(march.items[0]?.id ?? '')
    const asked = { from: '2024-01-01', to: '2025-01-01' }
    const { data, meta } = await admin.analytics.repurchase({ ...asked, quantiles: [0, 0.5, 0.75, 1] })
    expect(data).toMatchObject({ value: 0.2, n: 10, num: 2, den: 10 })
    // Gaps 1, 10, 20: at .75 it is half way between the last two.
    expect(data.gaps).toEqual({
      method: 'type 7',
      n: 3,
      days: [
        { p: 0, value: 1 },
        { p: 0.5, value: 10 },
        { p: 0.75, value: 15 },
        { p: 1, value: 20 },
      ],
    })
    expect(meta).toMatchObject({ definition: 'repurchase.v1', rows: 14 })
    // The same where no rollup answers, for the period does not begin with a day.
    const odd = { from: '2024-01-01T00:00:01+08:00', to: '2025-01-01', quantiles: [0, 0.5, 0.75, 1] }
    expect((await admin.analytics.repurchase(odd)).data).toEqual(data)
    const kept = await admin.analytics.retention({ ...asked, until: '2026-01-01' })
    expect(kept.data).toMatchObject({ value: 0.6, num: 6, den: 10 })
  })

  test('of nobody repurchase is nothing, and there are no gaps', async () => {
    const { admin } = world(stage())
    const { data } = await admin.analytics.repurchase(year)
    expect(data).toMatchObject({ value: null, interval: null, n: 0, gaps: { n: 0 } })
    expect(data.gaps.days.map(({ value }) => value)).toEqual([null, null, null])
  })

  test('E7: 600 of 1000 came from customers who had bought before the period', async () => {
    const { admin } = world(stage())
    const [old = '', fresh = '', dollar = '', gone = ''] = await companies(admin, 4)
    await orders(admin, [
      order(old, '2024-12-31', 9000),
      order(old, '2025-02-01', 500),
      order(fresh, '2025-01-01', 300),
      order(fresh, '2025-05-01', 100),
      // He bought before in another currency.
      { ...order(dollar, '2024-05-01', 7000), currency: 'USD' },
      order(dollar, '2025-05-01', 100),
      order(gone, '2024-05-01', 80),
    ])
    const refunded = await admin.orders.create(order(old, '2025-03-01', 400))
    await admin.refunds.create({ orderId: refunded.id, amount: 400, at: '2025-04-01T00:00:00Z' })
    const { data, meta } = await admin.analytics.oldCustomers(year)
    expect(data).toMatchObject({ value: 0.6, num: 600, den: 1000, n: 3, currency: 'CNY' })
    expect(data.customers).toMatchObject({ num: 2, den: 3 })
    expect(meta).toMatchObject({ definition: 'oldCustomers.v1', excluded: {} })
    expect(await countBehind(admin, meta)).toBe(5)
    // What was given back later was not known then.
    const then = await admin.analytics.oldCustomers({ ...year, asOf: '2025-03-15' })
    expect(then.data).toMatchObject({ num: 900, den: 1200 })
    await orders(admin, [{ ...order(fresh, '2025-06-01', 60), currency: 'USD' }])
    await expect(admin.analytics.oldCustomers(year)).rejects.toMatchObject({ code: 'MIXED_CURRENCY' })
    expect(await admin.analytics.oldCustomers({ ...year, currency: 'CNY' })).toMatchObject({
      data,
      meta: { excluded: { other_currency: 1 } },
    })
    // Of nothing, and of what was given back altogether, there is no share.
    expect((await admin.analytics.oldCustomers({ from: '2020-01-01', to: '2021-01-01' })).data).toMatchObject({
      value: null,
      currency: null,
    })
    const all = { from: '2025-03-01', to: '2025-03-02' }
    expect((await admin.analytics.oldCustomers(all)).data).toMatchObject({ value: null, num: 0, den: 0, n: 1 })
  })

  test('E8: 90,000 for sixty new customers are 1,500 each; for nobody nothing', async () => {
    const { admin } = world(stage())
    const ids = await companies(admin, 62)
    await orders(admin, [
      ...ids.slice(0, 60).map((id) => order(id, '2025-01-01')),
      order(ids[0] ?? '', '2025-12-01'),
      // Not new: he bought before, in another currency.
      { ...order(ids[60] ?? '', '2024-12-31'), currency: 'USD' },
      order(ids[60] ?? '', '2025-03-01'),
      // Too late.
      { ...order(ids[61] ?? '', '2026-01-01'), placedAt: '2025-12-31T16:00:00Z' },
    ])
    const spend = { amount: 90_000, currency: 'CNY' }
    const { data, meta } = await admin.analytics.acquisitionCost({ ...year, spend })
    expect(data).toEqual({ value: 1500, n: 60, num: 90_000, den: 60, currency: 'CNY' })
    expect(meta).toMatchObject({ definition: 'acquisitionCost.v1', rows: 62 })
    const none = await admin.analytics.acquisitionCost({ from: '2024-02-01', to: '2024-03-01', spend })
    expect(none.data).toMatchObject({ value: null, n: 0, num: 90_000 })
  })
})

const countBehind = (me: Me, { records }: { records: { where: object } | null }) =>
  me.orders.count({ where: records?.where ?? {} })
