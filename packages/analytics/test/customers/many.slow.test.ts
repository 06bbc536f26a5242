import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { orders, world } from '../world.ts'

const year = { from: '2025-01-01', to: '2026-01-01' }
const most = 10_000

onOne((stage, name) => {
  // The paging is the same on both, and it takes its time.
  if (name === 'postgres') return
  test('more customers than an aggregate answers at once, and more refunds', async () => {
    const { admin } = world(stage())
    const { ids } = await admin.companies.createMany(Array.from({ length: most + 3 }, (_, i) => ({ name: `C${i}` })))
    const bare = { placedAt: '2025-05-01T04:00:00Z', currency: 'CNY', total: 10 }
    await orders(
      admin,
      ids.map((companyId) => ({ ...bare, companyId })),
    )
    const again = ids.slice(-2)
    await orders(
      admin,
      again.map((companyId) => ({ ...bare, companyId, placedAt: '2025-06-01T04:00:00Z' })),
    )
    const made: string[] = []
    for await (const { id } of admin.orders.iterate({ where: { placedAt: { lt: '2025-06-01T00:00:00Z' } } }))
      made.push(id)
    await admin.refunds.createMany(made.map((orderId) => ({ orderId, amount: 1, at: '2025-12-01T00:00:00Z' })))
    const { data } = await admin.analytics.concentration(year)
    expect(data).toMatchObject({ n: most + 3, total: 9 * (most + 3) + 20 })
    expect((await admin.analytics.concentration({ ...year, asOf: '2025-11-01' })).data.total).toBe(10 * (most + 5))
    expect((await admin.analytics.repurchase(year)).data).toMatchObject({ num: 2, den: most + 3 })
    const revenue = { ...year, measure: 'revenue' as const, period: 'month' as const }
    const of = async (asOf: string) => {
      const { cohorts } = (await admin.analytics.cohorts({ ...revenue, asOf })).data
      return cohorts[4]?.cells.slice(0, 2).map(({ value }) => value)
    }
    expect(await of('2025-11-01')).toEqual([10 * (most + 3), 20])
    expect(await of('2025-12-31')).toEqual([9 * (most + 3), 20])
  })
})
