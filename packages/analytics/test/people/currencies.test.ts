import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { companies, order, orders, world } from '../world.ts'

const march = { from: '2026-03-01', to: '2026-04-01' }
const mixed = { code: 'MIXED_CURRENCY' }

onOne((stage) => {
  test('one owner sells in yuan, another in dollars: not added and not ranked, whether by member or team', async () => {
    const { admin } = world(stage())
    const [companyId = ''] = await companies(admin, 1)
    const { id: teamId } = await admin.teams.create({ name: 'T' })
    for (const userId of ['u_a', 'u_b']) await admin.members.create({ userId, name: userId, teamId })
    await orders(admin, [
      { ...order(companyId, '2026-03-02', 700), ownerId: 'u_a' },
      { ...order(companyId, '2026-03-03', 50), ownerId: 'u_b', currency: 'USD' },
    ])
    for (const by of ['member', 'team', 'region'] as const)
      await expect(admin.analytics.performance({ ...march, by }), by).rejects.toMatchObject(mixed)
    const revenues = async (currency: string) => {
      const { data } = await admin.analytics.performance({ ...march, currency })
      return data.filter(({ members }) => members > 0).map(({ key, orders, revenue }) => [key, orders, revenue])
    }
    expect(await revenues('CNY')).toEqual([
      ['u_a', 1, 700],
      ['u_b', 0, 0],
    ])
    expect(await revenues('USD')).toEqual([
      ['u_b', 1, 50],
      ['u_a', 0, 0],
    ])
    const byTeam = await admin.analytics.performance({ ...march, by: 'team', currency: 'USD' })
    expect(byTeam.data.find(({ key }) => key === teamId)).toMatchObject({ orders: 1, revenue: 50 })
  })

  test('so are the deals that they won, as they are now and as they were', async () => {
    const { admin, clock } = world(stage(), '2026-03-02T09:00:00+08:00')
    const [companyId = ''] = await companies(admin, 1, () => ({ ownerId: 'u_other' }))
    for (const userId of ['u_a', 'u_b']) await admin.members.create({ userId, name: userId })
    const deal = { title: 'D', companyId, stage: 'won' as const }
    await admin.deals.createMany([
      { ...deal, ownerId: 'u_a', amount: 700, currency: 'CNY' },
      { ...deal, ownerId: 'u_b', amount: 50, currency: 'USD' },
      // It comes to nothing that is known, and is mixed with nothing.
      { ...deal, ownerId: 'u_b' },
    ])
    await clock.advance('2026-03-16T09:00:00+08:00')
    for (const asOf of [undefined, '2026-03-10']) {
      await expect(admin.analytics.performance({ ...march, asOf })).rejects.toMatchObject(mixed)
      const { data, meta } = await admin.analytics.performance({ ...march, asOf, currency: 'USD' })
      expect(data.slice(0, 2).map(({ key, won, deals, avgDeal }) => [key, won, deals, avgDeal])).toEqual([
        ['u_b', 50, 2, 50],
        ['u_a', 0, 1, null],
      ])
      expect(meta.excluded).toMatchObject({ won_without_amount_in_currency: 2 })
    }
  })

  test('deals in one and orders in another do not stand side by side; each row says what its amounts are in', async () => {
    const { admin, clock } = world(stage(), '2026-03-02T09:00:00+08:00')
    const [companyId = ''] = await companies(admin, 1)
    await admin.members.create({ userId: 'u_a', name: 'A' })
    const mine = { ownerId: 'u_a', companyId }
    await admin.deals.create({ ...mine, title: 'D', stage: 'won', amount: 700, currency: 'CNY' })
    const inWhat = async (currency?: string) => {
      const { data } = await admin.analytics.performance({ ...march, currency })
      return data.filter(({ key }) => key === 'u_a').map(({ won, revenue, currency }) => [won, revenue, currency])
    }
    expect(await inWhat()).toEqual([[700, 0, 'CNY']])
    await orders(admin, [{ ...order(companyId, '2026-03-03', 50), ownerId: 'u_a', currency: 'USD' }])
    await clock.advance('2026-03-16T09:00:00+08:00')
    await expect(inWhat()).rejects.toMatchObject(mixed)
    expect(await inWhat('CNY')).toEqual([[700, 0, 'CNY']])
    expect(await inWhat('USD')).toEqual([[0, 50, 'USD']])
    await admin.quotas.create({ userId: 'u_a', from: '2026-03-01', to: '2026-04-01', amount: 900, currency: 'EUR' })
    expect(await inWhat('CNY')).toEqual([[700, 0, 'CNY']])
    await expect(inWhat()).rejects.toMatchObject(mixed)
  })
})
