import { expect, test, vi } from 'vitest'
import { watch } from '../../../testkit/test/watch.ts'
import { onOne } from '../on-one.ts'
import { companies, order, orders, world } from '../world.ts'

onOne((stage) => {
  test('whole months of sales by region are read from the rollup; of a running one no more than it has', async () => {
    const on = stage()
    const { crm, admin } = world(on)
    // The database was made in another zone.
    await crm.rebuildRollups()
    const [id = ''] = await companies(admin, 1, () => ({ region: 'East' }))
    await orders(admin, [order(id, '2025-12-31', 1), order(id, '2026-02-28', 20), order(id, '2026-03-16', 300)])
    const asked = {
      measures: ['orders.revenue', 'orders.count', 'orders.average'],
      ...{ by: { region: 'region' }, grain: 'month' as const, from: '2025-12-01', currency: 'CNY' },
    }
    const read = async (to: string) => {
      const seen = watch(on.storage)
      const { data } = await admin.analytics.query({ ...asked, to })
      vi.restoreAllMocks()
      const cells = seen.filter((call) => call.startsWith('aggregate ')).map((call) => call.slice('aggregate '.length))
      return { cells, revenue: data.rows.map(({ values }) => values['orders.revenue']?.value) }
    }
    // Figures of the months, of all of them and of what one currency leaves out.
    expect(await read('2026-03-01')).toEqual({ cells: Array(5).fill('regionMonths'), revenue: [1, 0, 20] })
    const { cells, revenue } = await read('2026-04-01')
    expect(revenue).toEqual([1, 0, 20, 300])
    const of = (name: string) => cells.filter((cell) => cell === name).length
    // The running month by region is in no rollup of days.
    expect([of('regionMonths'), of('purchaseDays'), of('order')]).toEqual([4, 3, 2])
  })
})
