import { expect, test } from 'vitest'
import { inRoles } from '../in-roles.ts'
import { onOne } from '../on-one.ts'
import { companies, order, orders } from '../world.ts'

const roles = {
  /** Sees all of orders but in which currency they are. */
  unpaid: {
    grants: { '*': { scope: 'all' }, order: { scope: 'all', except: ['currency'] } },
    operations: ['*'],
  },
} as const
const year = { from: '2025-01-01', to: '2026-01-01' }

onOne((stage) => {
  test('a field that an actor is not shown opens no period to him', async () => {
    const as = inRoles(stage(), roles)
    const [admin, unpaid] = [as('admin'), as('unpaid')]
    const [one = '', other = ''] = await companies(admin, 2)
    const { id: contactId } = await admin.contacts.create({ name: '王芳' })
    await orders(admin, [
      order(one, '2024-05-01'),
      order(one, '2025-05-01'),
      order(other, '2025-05-01'),
      order(other, '2025-06-01'),
      { placedAt: '2024-05-01T04:00:00Z', currency: 'CNY', total: 100, contactId },
      { placedAt: '2025-05-01T04:00:00Z', currency: 'CNY', total: 100, contactId },
    ])
    // Of three who bought in 2025 one did on two days of it, 31 days apart.
    const { data } = await unpaid.analytics.repurchase({ ...year, quantiles: [0.5] })
    expect(data).toMatchObject({ num: 1, den: 3, gaps: { n: 1, days: [{ p: 0.5, value: 31 }] } })
    expect((await admin.analytics.repurchase({ ...year, quantiles: [0.5] })).data).toEqual(data)
    expect((await unpaid.analytics.nextPurchase({ companyId: one, asOf: '2025-01-01' })).data.purchases).toBe(1)
  })

  test('amounts whose currency an actor may not read are not told him', async () => {
    const as = inRoles(stage(), roles)
    const [admin, unpaid] = [as('admin'), as('unpaid')]
    const [one = ''] = await companies(admin, 1)
    await orders(admin, [order(one, '2024-05-01'), order(one, '2025-05-01')])
    const { analytics } = unpaid
    const asked = [
      () => analytics.oldCustomers(year),
      () => analytics.concentration(year),
      () => analytics.rfm({}),
      () => analytics.cohorts({ ...year, measure: 'revenue' }),
      () => analytics.lifetimeValue({}),
      () => analytics.purchaseSummary({}),
      () => analytics.season({}),
      () => analytics.salesForecast({}),
    ]
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await analytics.cohorts(year)).data.cohorts.length).toBe(12)
  })

  test('pages of customers are looked up by the customer, and from a rollup where it answers', async () => {
    const me = inRoles(stage(), roles)('admin')
    const ids = await companies(me, 3)
    const within = { gte: ids[0] ?? '', lte: ids[2] ?? '' }
    const time = { placedAt: { gte: '2025-01-01T00:00:00+08:00', lt: '2026-01-01T00:00:00+08:00' } }
    for (const key of ['companyId', 'contactId'] as const) {
      const { sql, plan } = await me.orders.explain({
        where: { and: [{ or: [time, { [key]: null }] }, { [key]: within }] },
        groupBy: { customer: key, day: { field: 'placedAt', bucket: 'day' } },
        measures: { n: { fn: 'count' } },
      })
      expect(sql).toContain('crm_purchase_days')
      expect(String(plan)).toContain(`crm_purchase_days_${key === 'companyId' ? 'company' : 'contact'}_id`)
    }
  })
})
