import { definePipeline } from '@guanxi/core'
import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { pipelineWorld } from '../pipeline/world.ts'
import { companies, order, orders, world } from '../world.ts'

const march = { from: '2026-03-01', to: '2026-04-01' }
const asOf = '2026-03-10'

/** What was won may be open again. */
const reopened = definePipeline({
  entity: 'deal',
  stages: { quote: { probability: 0.8 }, won: { type: 'won' }, lost: { type: 'lost' } },
  transitions: { won: ['quote'] },
})

onOne((stage) => {
  test('what was given back after as-of was not known then: of everybody’s orders and of nobody’s', async () => {
    const { admin, clock } = world(stage(), '2026-03-01T09:00:00+08:00')
    const [companyId = ''] = await companies(admin, 1)
    await admin.members.create({ userId: 'u_a', name: 'A' })
    await orders(admin, [{ ...order(companyId, '2026-03-01'), ownerId: 'u_a' }, order(companyId, '2026-03-01', 50)])
    await clock.advance('2026-03-25T09:00:00+08:00')
    const { items } = await admin.orders.list()
    for (const { id, ownerId } of items) {
      const own = ownerId === 'u_a'
      if (!own) await admin.orders.update(id, { ownerId: null })
      const amount = own ? 40 : 20
      await admin.refunds.create({ orderId: id, amount, at: '2026-03-20T00:00:00Z' })
    }
    const revenues = async (more: object) =>
      (await admin.analytics.performance({ ...march, ...more })).data.map(({ key, revenue }) => [key, revenue])
    expect(await revenues({})).toContainEqual(['u_a', 60])
    expect(await revenues({})).toContainEqual([null, 30])
    expect(await revenues({ asOf })).toContainEqual(['u_a', 100])
    expect(await revenues({ asOf })).toContainEqual([null, 50])
    expect(await revenues({ asOf, currency: 'CNY' })).toContainEqual(['u_a', 100])
  })

  test('a deal that was opened again since was won then, for as much as it came to', async () => {
    const { admin, clock } = pipelineWorld(stage(), '2026-03-01', reopened)
    const { id: companyId } = await admin.companies.create({ name: 'C' })
    await admin.members.create({ userId: 'u_a', name: 'A' })
    const deal = { title: 'D', companyId, stage: 'quote', ownerId: 'u_a', amount: 700, currency: 'CNY' }
    const { id: won } = await admin.deals.create(deal)
    const { id: lost } = await admin.deals.create(deal)
    const { id: later } = await admin.deals.create(deal)
    await clock.advance('2026-03-05T09:00:00+08:00')
    await admin.deals.move(won, { to: 'won' })
    await admin.deals.move(lost, { to: 'lost' })
    const asked = async (more: object = {}) => {
      const { data } = await admin.analytics.performance({ ...march, ...more })
      return data.find(({ key }) => key === 'u_a')
    }
    const before = { won: 700, deals: 1, lost: 1, avgDeal: 700, closeRate: { value: 0.5 } }
    expect(await asked()).toMatchObject(before)
    await clock.advance('2026-03-20T09:00:00+08:00')
    await admin.deals.move(won, { to: 'quote' })
    await admin.deals.update(won, { amount: 9 })
    await admin.deals.move(later, { to: 'won' })
    expect(await asked()).toMatchObject({ won: 700, deals: 1, lost: 1 })
    expect(await asked({ asOf })).toMatchObject(before)
    expect(await asked({ asOf, currency: 'USD' })).toMatchObject({ won: 0, deals: 1, avgDeal: null })
    const { data } = await admin.analytics.winRate({ ...march, asOf })
    expect(data).toMatchObject({ won: 1, lost: 1 })
    // A quota in another currency than what was won then.
    await admin.quotas.create({ userId: 'u_a', ...march, amount: 1, currency: 'USD' })
    await expect(asked({ asOf })).rejects.toMatchObject({ code: 'MIXED_CURRENCY' })
  })

  test('who came after as-of is not listed; what is only known as it is now is said', async () => {
    const { admin, clock } = world(stage(), '2026-03-01T09:00:00+08:00')
    await admin.members.create({ userId: 'u_a', name: 'A' })
    await clock.advance('2026-03-20T09:00:00+08:00')
    await admin.members.create({ userId: 'u_b', name: 'B' })
    const keys = async (more: object) =>
      (await admin.analytics.performance({ ...march, ...more })).data.map(({ key }) => key)
    expect(await keys({})).toEqual(['u_a', 'u_b'])
    expect(await keys({ asOf })).toEqual(['u_a'])
    const { meta } = await admin.analytics.performance({ ...march, asOf, by: 'region' })
    expect(meta.warnings).toContainEqual({ code: 'as_of_now', fields: ['owner', 'region'] })
  })
})
