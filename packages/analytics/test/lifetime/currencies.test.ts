import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { companies, order, orders, world } from '../world.ts'

const mixed = { code: 'MIXED_CURRENCY' }

onOne((stage) => {
  test('what a customer paid in yuan and another in dollars is not added, ranked or put into one model', async () => {
    const { admin } = world(stage())
    const [one = '', other = ''] = await companies(admin, 2)
    await orders(admin, [
      order(one, '2025-03-01', 300),
      order(one, '2025-06-01', 100),
      { ...order(other, '2025-06-01', 50), currency: 'USD' },
    ])
    const { lifetimeValue } = admin.analytics
    await expect(lifetimeValue({})).rejects.toMatchObject(mixed)
    // A model is fitted to all of them, whoever it is asked for.
    await expect(lifetimeValue({ companyId: one, model: { horizon: 12 } })).rejects.toMatchObject(mixed)
    const yuan = await lifetimeValue({ currency: 'CNY' })
    expect(yuan.data.historic).toEqual({ revenue: 400, gross: null, orders: 2, customers: 1 })
    const dollars = await lifetimeValue({ currency: 'USD' })
    expect(dollars.data.historic).toEqual({ revenue: 50, gross: null, orders: 1, customers: 1 })
    expect((await lifetimeValue({ companyId: other })).data.historic).toMatchObject({ revenue: 50 })
  })

  test('a month in yuan and a month in dollars are no series of amounts, though one of orders', async () => {
    const { admin } = world(stage())
    const [one = ''] = await companies(admin, 1)
    await orders(admin, [
      order(one, '2026-01-10', 300),
      { ...order(one, '2026-02-10', 50), currency: 'USD' },
      // The running month is in no series.
      { ...order(one, '2026-03-10', 9), currency: 'EUR' },
    ])
    const values = async (asked: object) => {
      const { data } = await admin.analytics.salesForecast(asked)
      return data.series.map(({ value }) => value)
    }
    await expect(values({})).rejects.toMatchObject(mixed)
    expect(await values({ of: 'orders' })).toEqual([1, 1])
    expect(await values({ currency: 'CNY' })).toEqual([300, 0])
    expect(await values({ currency: 'USD' })).toEqual([50])
    expect(await values({ from: '2026-02-01' })).toEqual([50])
  })

  test('a year in yuan and a year in dollars have no season in common', async () => {
    const { admin } = world(stage())
    const [one = ''] = await companies(admin, 1)
    await orders(admin, [
      order(one, '2024-02-10', 300),
      order(one, '2024-05-10', 100),
      { ...order(one, '2025-05-10', 50), currency: 'USD' },
    ])
    const { season } = admin.analytics
    await expect(season({})).rejects.toMatchObject(mixed)
    expect((await season({ of: 'orders' })).data).toMatchObject({ peak: 'Q2', years: 2 })
    expect((await season({ currency: 'CNY' })).data).toMatchObject({ peak: 'Q1', share: 0.75, years: 2 })
  })
})
