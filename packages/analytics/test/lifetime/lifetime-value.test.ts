import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { companies, order, orders, world } from '../world.ts'

onOne((stage) => {
  test('E4: orders of 120, 80 and 100 at a margin of 40 percent', async () => {
    const { admin } = world(stage())
    const [one = '', other = ''] = await companies(admin, 2)
    const contactId = (await admin.contacts.create({ name: '王芳' })).id
    await orders(admin, [
      order(one, '2025-01-01', 120),
      order(one, '2025-06-01', 80),
      order(one, '2025-06-01', 100),
      order(other, '2025-06-01', 300),
      { contactId, placedAt: '2025-06-01T00:00:00Z', currency: 'CNY', total: 50 },
    ])
    const projection = { averageOrder: 100, perYear: 4, churn: 0.25 }
    const { data, meta } = await admin.analytics.lifetimeValue({ companyId: one, margin: 0.4, projection })
    expect(data).toMatchObject({
      margin: 0.4,
      historic: { revenue: 300, gross: 120, orders: 3, customers: 1 },
      projected: 640,
      model: null,
      other: null,
    })
    expect(await admin.orders.count({ where: meta.records?.where as object })).toBe(3)
    // All together, the equal ones by their ids.
    const all = await admin.analytics.lifetimeValue({ margin: 0.4, limit: 2 })
    expect(all.data.historic).toEqual({ revenue: 650, gross: 260, orders: 5, customers: 3 })
    expect(all.data.customers.map(({ customer }) => customer.id)).toEqual([one, other])
    expect(all.data.other).toEqual({ customers: 1, orders: 1, revenue: 50, value: null })
  })

  test('nothing of nothing is null, and so is what nobody ends', async () => {
    const { admin } = world(stage())
    const projection = { averageOrder: 100, perYear: 4, churn: 0 }
    const { data, meta } = await admin.analytics.lifetimeValue({ projection, model: { horizon: 12 } })
    expect(data).toMatchObject({ historic: null, projected: null, customers: [], other: null })
    expect(data.model).toMatchObject({
      buying: { status: 'insufficient', kind: null, params: null, n: 0 },
      spending: { status: 'insufficient', correlation: null },
      purchases: null,
      value: null,
    })
    expect(meta.warnings.map(({ code }) => code)).toEqual([
      'no_churn',
      'margin_of_one',
      'buying_model',
      'spending_model',
    ])
  })

  test('customers of whom none can be seen to stop have no forecast, and days without worth are counted', async () => {
    const { admin } = world(stage())
    const ids = await companies(admin, 30)
    const monthly = (id: string, i: number) =>
      Array.from({ length: 8 }, (_, month) => order(id, `2025-0${month + 1}-1${i % 9}`, month === 3 ? 0 : 100))
    await orders(admin, ids.flatMap(monthly))
    const { data, meta } = await admin.analytics.lifetimeValue({ asOf: '2025-08-20', model: { horizon: 12 } })
    expect(data.model).toMatchObject({
      buying: { status: 'no-dropout-detectable', kind: 'nbd' },
      purchases: null,
      value: null,
    })
    expect(data.customers[0]).toMatchObject({ orders: 8, repeats: 7, value: null, purchases: null })
    expect(meta.excluded).toEqual({ zero_value_days: 30 })
  })
})
