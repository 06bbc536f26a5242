import { createCrm, definePipeline } from '@guanxi/core'
import { testClock, testIds } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { analytics } from '../../src/index.ts'
import { onOne } from '../on-one.ts'
import { companies, order, orders, world, zone } from '../world.ts'

onOne((stage) => {
  test('a deal that was opened again since was won then: cycle and winRate say so, records alone do not', async () => {
    const { storage, tenant } = stage()
    const clock = testClock('2026-02-20T12:00:00+08:00', zone)
    const transitions = { talks: ['won'], won: ['talks'] } as const
    const pipelines = {
      deal: definePipeline({ entity: 'deal', stages: { talks: {}, won: { type: 'won' } }, transitions }),
    }
    const crm = createCrm({ storage, plugins: [analytics()], tenancy: 'multi', clock, ids: testIds(), zone, pipelines })
    const admin = crm.as({ tenant, user: 'u_adm', roles: ['admin'] })
    const [companyId = ''] = await companies(admin, 1)
    const { id } = await admin.deals.create({ title: 'x', companyId, amount: 7, currency: 'CNY' })
    await clock.advance('2026-03-05T12:00:00+08:00')
    await admin.deals.move(id, { to: 'won' })
    const windows = {
      a: { from: '2026-01-01', to: '2026-02-01' },
      b: { from: '2026-03-01', to: '2026-03-10' },
    }
    const share = { kind: 'share', name: 'won', entity: 'deal', at: 'closedAt', hit: { stage: 'won' } } as const
    const asked = { ...windows, metrics: ['winRate' as const, 'cycle' as const, share] }
    const told = async (asOf?: string) => {
      const { data, meta } = await admin.analytics.compare({ ...asked, ...(asOf === undefined ? {} : { asOf }) })
      return { figures: data.map(({ b, nB }) => [b, nB]), warnings: meta.warnings }
    }
    await clock.advance('2026-03-20T12:00:00+08:00')
    const won = [1, 1]
    // From 20 February to 5 March: 13 days.
    expect((await told('2026-03-10')).figures).toEqual([won, [13, 1], won])
    await admin.deals.move(id, { to: 'talks' })
    await clock.advance('2026-03-25T12:00:00+08:00')
    const then = await told('2026-03-10')
    expect(then.figures).toEqual([won, [13, 1], [null, 0]])
    expect(then.warnings).toEqual([{ code: 'not_a_cause' }, { code: 'deals_as_they_are_now', metrics: ['won'] }])
    expect(await told()).toEqual({
      figures: [
        [null, 0],
        [null, 0],
        [null, 0],
      ],
      warnings: [{ code: 'not_a_cause' }],
    })
    const { id: goalId } = await admin.goals.create({
      ...{ name: 'x', metric: 'cycle', start: 20, target: 10, due: '2026-12-31' },
    })
    const goal = await admin.analytics.goalProgress({ goalId, ...windows.b, asOf: '2026-03-10' })
    expect([goal.data.current, goal.data.n, goal.meta.warnings]).toEqual([13, 1, []])
    const before = await admin.analytics.beforeAfter({
      ...{ metric: 'winRate', changeAt: '2026-03-01', grain: 'week', pre: 1, post: 1, asOf: '2026-03-10' },
    })
    expect(before.data.series).toEqual([
      { from: '2026-02-22', value: null, n: 0 },
      { from: '2026-03-01', value: 1, n: 1 },
    ])
    const measures = ['deals.won', 'deals.created']
    const past = await admin.analytics.query({ measures, ...windows.b, asOf: '2026-03-10' })
    expect(past.meta.warnings).toEqual([{ code: 'deals_as_they_are_now', measures: ['deals.won'] }])
    const sold = await admin.goals.create({ name: 'x', metric: 'deals.won', start: 0, target: 1, due: '2026-12-31' })
    const wonGoal = await admin.analytics.goalProgress({ goalId: sold.id, ...windows.b, asOf: '2026-03-10' })
    expect(wonGoal.meta.warnings).toEqual([{ code: 'deals_as_they_are_now', measures: ['deals.won'] }])
  })

  test('a deal that was made as won took no time: cycle leaves it out, as that of a pipeline does', async () => {
    const { admin, clock } = world(stage(), '2026-02-01T12:00:00+08:00')
    const [companyId = ''] = await companies(admin, 1)
    const { id } = await admin.deals.create({ title: 'x', companyId })
    await admin.deals.create({ title: 'y', companyId, stage: 'won' })
    await clock.advance('P10D')
    await admin.deals.move(id, { to: 'won' })
    await clock.advance('2026-03-16T12:00:00+08:00')
    const b = { from: '2026-02-01', to: '2026-03-01' }
    const asked = { a: { from: '2026-01-01', to: '2026-02-01' }, b, metrics: ['cycle' as const, 'winRate' as const] }
    const { data, meta } = await admin.analytics.compare(asked)
    expect(data.map(({ b, nB, unit }) => [b, nB, unit])).toEqual([
      [10, 1, 'days'],
      [1, 2, 'share'],
    ])
    expect(meta.excluded).toEqual({ entered_as_closed: 1 })
    const pipeline = await admin.analytics.cycle(b)
    expect(pipeline.data.won).toMatchObject({ mean: 10, n: 1 })
  })

  test('days are whole from noon to noon, also where clocks were changed in between', async () => {
    const { storage, tenant } = stage()
    const there = 'America/New_York'
    const clock = testClock('2025-03-01T12:00:00-05:00', there)
    const crm = createCrm({ storage, plugins: [analytics()], tenancy: 'multi', clock, ids: testIds(), zone: there })
    const admin = crm.as({ tenant, user: 'u_adm', roles: ['admin'] })
    const [companyId = ''] = await companies(admin, 1)
    const { id } = await admin.deals.create({ title: 'x', companyId })
    await admin.deals.create({ title: 'y', companyId })
    await clock.advance('2025-03-31T12:00:00-04:00')
    await admin.deals.move(id, { to: 'won' })
    await clock.advance('2025-04-30T12:00:00-04:00')
    const taken = { kind: 'duration', entity: 'deal', start: 'createdAt', end: 'closedAt' } as const
    const { data } = await admin.analytics.compare({
      ...{ a: { from: '2025-02-01', to: '2025-03-01' }, b: { from: '2025-03-01', to: '2025-04-01' } },
      metrics: ['cycle', { ...taken, name: 'd', unit: 'days' }, { ...taken, name: 'h', unit: 'hours' }],
    })
    // One hour less than thirty times 24.
    expect(data.map(({ b }) => b)).toEqual([30, 30, 719])
    const asked = { entity: 'deal', start: 'createdAt', end: 'closedAt', at: [30, 60] }
    const lasting = (await admin.analytics.durations(asked)).data.groups[0]
    expect(lasting).toMatchObject({ median: 30, ended: 1, censored: 1 })
    expect(lasting?.survival).toEqual([
      { time: 30, share: 0.5 },
      { time: 60, share: 0.5 },
    ])
  })

  test('churn of March looks back on February, and not on thirty-one days', async () => {
    const { admin } = world(stage())
    const [early = '', both = ''] = await companies(admin, 2)
    await orders(admin, [order(early, '2025-01-30'), order(both, '2025-02-10'), order(both, '2025-03-10')])
    const a = { from: '2025-02-01', to: '2025-03-01' }
    const { data } = await admin.analytics.compare({ a, b: { from: a.to, to: '2025-04-01' }, metrics: ['churn'] })
    expect(data[0]).toMatchObject({ a: 1, nA: 1, b: 0, nB: 1 })
  })

  test('of a period that has not begun nobody knows who stays away', async () => {
    const { admin } = world(stage())
    const [id = ''] = await companies(admin, 1)
    await orders(admin, [order(id, '2026-03-10')])
    const next = { from: '2026-04-01', to: '2026-05-01' }
    const { data, meta } = await admin.analytics.compare({
      ...{ a: { from: '2025-01-01', to: '2026-01-01' }, b: next, metrics: ['churn'] },
    })
    expect(data[0]).toMatchObject({ b: null, nB: 0 })
    const begins = { code: 'period_not_begun', from: '2026-03-31T16:00:00.000Z' }
    expect(meta.warnings).toEqual([{ code: 'not_a_cause' }, begins])
    for (const metric of ['churn', 'orders.count', 'orders.revenue']) {
      const { id: goalId } = await admin.goals.create({ name: 'x', metric, start: 1, target: 0, due: '2026-12-31' })
      const goal = await admin.analytics.goalProgress({ goalId, ...next })
      expect([goal.data.current, goal.data.status, goal.meta.warnings]).toEqual([null, 'unknown', [begins]])
    }
  })
})
