import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { companies, order, orders, world } from '../world.ts'

onOne((stage) => {
  test('E1: of ten who bought in 2024, six bought in 2025', async () => {
    const { admin } = world(stage())
    const ids = await companies(admin, 12)
    await orders(admin, [
      ...ids.slice(0, 10).flatMap((id) => [order(id, '2024-03-01'), order(id, '2024-03-02')]),
      ...ids.slice(4).map((id) => order(id, '2025-12-31')),
      // In Shanghai it is 2026 by then.
      { ...order(ids[0] ?? '', '2026-01-01'), placedAt: '2025-12-31T16:00:00Z' },
    ])
    const asked = { from: '2024-01-01', to: '2025-01-01', until: '2026-01-01' }
    const { data, meta } = await admin.analytics.retention(asked)
    expect(data).toMatchObject({ value: 0.6, n: 10, num: 6, den: 10, level: 0.95 })
    expect(meta).toMatchObject({
      definition: 'retention.v1',
      asOf: '2026-03-16T01:00:00.000Z',
      rows: 28,
      excluded: {},
      warnings: [],
    })
    const behind = (meta.records ?? { where: {} }).where
    expect(await admin.orders.count({ where: behind as object })).toBe(20)
  })

  test('as of an instant what came later is unknown, and stays so whatever is added', async () => {
    const { admin } = world(stage())
    const [a = '', b = ''] = await companies(admin, 2)
    await orders(admin, [
      order(a, '2024-03-01'),
      order(b, '2024-04-01'),
      order(a, '2025-03-01'),
      order(b, '2025-09-01'),
    ])
    const asked = { from: '2024-01-01', to: '2025-01-01', until: '2026-01-01', asOf: '2025-06-01' }
    const first = await admin.analytics.retention(asked)
    expect(first.data).toMatchObject({ num: 1, den: 2 })
    expect(first.meta).toMatchObject({ asOf: '2025-05-31T16:00:00.000Z', rows: 3 })
    expect(first.meta.warnings).toEqual([{ code: 'period_not_over', until: '2025-12-31T16:00:00.000Z' }])
    await orders(admin, [order(b, '2025-06-01'), order(b, '2025-12-31')])
    expect(await admin.analytics.retention(asked)).toEqual(first)
  })
})
