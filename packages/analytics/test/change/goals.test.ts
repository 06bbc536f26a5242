import { createCrm, defineMeasure } from '@guanxi/core'
import { testClock } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { analytics } from '../../src/index.ts'
import { onOne } from '../on-one.ts'
import { companies, meanSize, order, orders, world, zone } from '../world.ts'

const year = { from: '2025-01-01', to: '2026-01-01' }

onOne((stage) => {
  test('E17: from .1 to .3, .2 is half of the way', async () => {
    const { admin } = world(stage(), '2026-03-16T09:00:00+08:00')
    const ids = await companies(admin, 10)
    await orders(admin, [
      ...ids.map((id) => order(id, '2025-03-01')),
      ...ids.slice(0, 2).map((id) => order(id, '2025-06-01')),
    ])
    const goal = (metric: string, start: number, target: number, due = '2026-12-31') =>
      admin.goals.create({ name: metric, metric, start, target, due })
    const { id: goalId } = await goal('repurchase', 0.1, 0.3)
    const { data, meta } = await admin.analytics.goalProgress({ goalId, ...year })
    expect(data).toMatchObject({ current: 0.2, n: 10, start: 0.1, target: 0.3, expected: 0, status: 'on_track' })
    expect(data.progress).toBeCloseTo(0.5, 12)
    // Wilson's of 2 of 10.
    expect(data.interval).toEqual([expect.closeTo(0.056682, 5), expect.closeTo(0.509837, 5)])
    expect(meta).toMatchObject({ definition: 'goalProgress.v1', rows: 10 })
    // Down is a direction, too; reached to the last bit.
    const down = await goal('repurchase', 0.4, 0.2)
    expect((await admin.analytics.goalProgress({ goalId: down.id, ...year })).data).toMatchObject({ status: 'reached' })
    const late = await goal('repurchase', 0.1, 0.3, '2026-03-15')
    expect((await admin.analytics.goalProgress({ goalId: late.id, ...year })).data.status).toBe('missed')
    const unknown = await goal('cycle', 60, 45)
    const nothing = { current: null, progress: null, interval: null, status: 'unknown' }
    expect((await admin.analytics.goalProgress({ goalId: unknown.id, ...year })).data).toMatchObject(nothing)
    const strange = await goal('happiness', 0, 1)
    const asked = admin.analytics.goalProgress({ goalId: strange.id, ...year })
    await expect(asked).rejects.toMatchObject({ code: 'INVALID', path: 'metric' })
    await expect(goal('x', 1, 1)).rejects.toMatchObject({ code: 'INVALID', path: 'target' })
  })

  test('E17: in time, or behind', async () => {
    const { admin, clock } = world(stage(), '2026-01-01T09:00:00+08:00')
    const ids = await companies(admin, 4)
    await orders(admin, [...ids.map((id) => order(id, '2025-03-01')), order(ids[0] ?? '', '2025-06-01')])
    const goal = { name: 'x', metric: 'repurchase', start: 0.2, target: 0.3, due: '2026-04-11' }
    const { id: goalId } = await admin.goals.create(goal)
    // A quarter of the hundred days is over, and half of the way is gone.
    await clock.advance('2026-01-26T09:00:00+08:00')
    const soon = (await admin.analytics.goalProgress({ goalId, ...year })).data
    expect([soon.expected, soon.status]).toEqual([0.25, 'on_track'])
    await clock.advance('2026-03-12T09:00:00+08:00')
    const later = (await admin.analytics.goalProgress({ goalId, ...year })).data
    expect([later.expected, later.status]).toEqual([0.7, 'behind'])
  })

  test('E17: a goal for a measure of the host’s', async () => {
    const { storage, tenant } = stage()
    const revenue = defineMeasure({
      name: 'orders.sold',
      summary: 'What was sold.',
      entity: 'order',
      at: 'placedAt',
      of: { fn: 'sum', field: 'total' },
    })
    const due = defineMeasure({
      name: 'deals.due',
      summary: 'How many are due.',
      entity: 'deal',
      at: 'expectedAt',
      of: { fn: 'count' },
    })
    const clock = testClock('2026-03-16T09:00:00+08:00', zone)
    const measures = [revenue, due]
    const crm = createCrm({ storage, plugins: [analytics()], tenancy: 'multi', clock, zone, measures })
    const me = crm.as({ tenant, user: 'u_adm', roles: ['admin'] })
    const [companyId = ''] = await companies(me, 1)
    await orders(me, [
      order(companyId, '2025-01-01', 30),
      order(companyId, '2026-01-01', 500),
      { ...order(companyId, '2025-06-01', 70), currency: 'USD' },
    ])
    const days = ['2024-12-31', '2025-01-01', '2025-12-31', '2026-01-01']
    await me.deals.createMany(days.map((expectedAt) => ({ title: 'x', companyId, expectedAt })))
    const goal = async (metric: string, start: number, target: number) =>
      (await me.goals.create({ name: 'x', metric, start, target, due: '2026-12-31' })).id
    const sold = await goal('orders.sold', 0, 120)
    const mixed = me.analytics.goalProgress({ goalId: sold, ...year })
    await expect(mixed).rejects.toMatchObject({ code: 'MIXED_CURRENCY' })
    const inYuan = await me.analytics.goalProgress({ goalId: sold, ...year, currency: 'CNY' })
    expect(inYuan.data).toMatchObject({ current: 30, n: 1, progress: 0.25, interval: null })
    const open = await me.analytics.goalProgress({ goalId: await goal('deals.due', 0, 4), ...year })
    expect(open.data).toMatchObject({ current: 2, n: 2, progress: 0.5 })
  })

  test('a goal for a measure counts what the measure counts: its stages, its decimals, its currency', async () => {
    const { admin: me } = world(stage(), undefined, [meanSize])
    const [companyId = ''] = await companies(me, 3, (i) => (i === 2 ? {} : { size: [9, 4][i] }))
    const deal = { title: 'x', companyId, currency: 'CNY' }
    await me.deals.create({ ...deal, amount: 1000, stage: 'won' })
    for (let i = 0; i < 3; i++) await me.deals.create({ ...deal, amount: 500, stage: 'lost', lostReason: 'price' })
    const sold = { companyId, placedAt: '2026-03-10T12:00:00+08:00', lines: [{ quantity: 1, unitPrice: 70 }] }
    await orders(me, [
      { ...sold, currency: 'CNY' },
      { ...sold, currency: 'USD' },
    ])
    const progress = async (metric: string, more: object = {}) => {
      const { id: goalId } = await me.goals.create({ name: metric, metric, start: 0, target: 10, due: '2026-12-31' })
      return me.analytics.goalProgress({ goalId, from: '2026-01-01', to: '2026-03-17', ...more })
    }
    expect((await progress('deals.won')).data).toMatchObject({ current: 1, n: 1, progress: 0.1 })
    expect((await progress('deals.wonValue')).data).toMatchObject({ current: 1000, n: 1 })
    const mean = await progress('companies.meanSize')
    expect(mean.data).toMatchObject({ current: 6.5, n: 2 })
    expect(mean.meta).toMatchObject({ rows: 3, excluded: { no_value: 1 } })
    const revenue = await progress('orderLines.revenue', { currency: 'CNY' })
    expect(revenue.data).toMatchObject({ current: 70, n: 1 })
    expect(revenue.meta.excluded).toEqual({ other_currency: 1 })
    await expect(progress('orderLines.revenue')).rejects.toMatchObject({ code: 'MIXED_CURRENCY' })
    expect((await progress('customers.new')).data).toMatchObject({ current: 1 })
  })
})
