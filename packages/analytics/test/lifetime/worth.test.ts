import { expect, test } from 'vitest'
import { inRoles } from '../in-roles.ts'
import { onOne } from '../on-one.ts'
import { companies, order, orders, world } from '../world.ts'

const roles = {
  /** Sees orders, and no refund. */
  blind: {
    grants: { order: { scope: 'all' }, company: { scope: 'all' }, contact: { scope: 'all' } },
    operations: ['*'],
  },
} as const

onOne((stage) => {
  test('what was given back later is not known; who may not read refunds is told that it is off already', async () => {
    const as = inRoles(stage(), roles)
    const [admin, blind] = [as('admin'), as('blind')]
    const [one = ''] = await companies(admin, 1)
    const { id: contactId } = await admin.contacts.create({ name: '王芳' })
    const given = [
      { ...order(one, '2024-02-10', 100), contactId },
      order(one, '2025-02-10', 200),
      { placedAt: '2025-05-10T04:00:00Z', currency: 'CNY', total: 50, contactId },
    ]
    for (const one of given) {
      const { id } = await admin.orders.create(one)
      await admin.refunds.create({ orderId: id, amount: 10, at: '2026-02-01T00:00:00Z' })
    }
    const asOf = '2026-01-15'
    const told = async (me: typeof admin) => {
      const value = await me.analytics.lifetimeValue({ asOf })
      const summary = await me.analytics.purchaseSummary({ asOf, companyId: one })
      const season = await me.analytics.season({ asOf })
      const forecast = await me.analytics.salesForecast({ asOf, grain: 'quarter' })
      const codes = [value, summary, season, forecast].map(({ meta }) =>
        meta.warnings.flatMap(({ code }) => (code === 'refunds_until_now' ? [code] : [])),
      )
      const { series } = forecast.data
      return {
        codes,
        revenue: value.data.customers.map(({ revenue }) => revenue),
        spend: summary.data.customers[0]?.spend,
        season: season.data.periods.map(({ value }) => value),
        series: series.flatMap(({ period, value }) => (value === 0 ? [] : [[period, value]])),
      }
    }
    expect(await told(admin)).toEqual({
      codes: [[], [], [], []],
      revenue: [300, 50],
      spend: 200,
      season: [150, 25, 0, 0],
      series: [
        ['2024-01-01', 100],
        ['2025-01-01', 200],
        ['2025-04-01', 50],
      ],
    })
    const hidden = ['refunds_until_now']
    expect(await told(blind)).toEqual({
      codes: [hidden, hidden, hidden, hidden],
      revenue: [280, 40],
      spend: 190,
      season: [140, 20, 0, 0],
      series: [
        ['2024-01-01', 90],
        ['2025-01-01', 190],
        ['2025-04-01', 40],
      ],
    })
    // Of now there is nothing that could have been given back later.
    expect((await blind.analytics.lifetimeValue({})).meta.warnings).toEqual([])
    expect((await blind.analytics.lifetimeValue({ asOf, net: false })).meta.warnings).toEqual([])
  })

  test('amounts have their currency, and customers who pay in two of them are not added up', async () => {
    const { admin } = world(stage())
    const [one = '', other = ''] = await companies(admin, 2)
    await orders(admin, [order(one, '2024-02-10', 100), { ...order(other, '2025-02-10', 200), currency: 'EUR' }])
    const { lifetimeValue, purchaseSummary, season, salesForecast } = admin.analytics
    for (const ask of [lifetimeValue, purchaseSummary, season, salesForecast]) {
      await expect(ask({})).rejects.toMatchObject({ code: 'MIXED_CURRENCY' })
      expect((await ask({ currency: 'EUR' })).data.currency).toBe('EUR')
      expect((await ask({ asOf: '2024-06-01' })).data.currency).toBe(ask === season ? null : 'CNY')
      expect((await ask({ asOf: '2024-01-01' })).data.currency).toBeNull()
    }
    expect((await lifetimeValue({ companyId: other })).data).toMatchObject({ currency: 'EUR' })
    expect((await season({ of: 'orders' })).data).toMatchObject({ currency: null, years: 2 })
    expect((await salesForecast({ of: 'orders' })).data.currency).toBeNull()
  })
})
