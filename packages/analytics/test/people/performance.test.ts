import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { companies, type Me, order, orders, world } from '../world.ts'
import { seller } from './seller.ts'

const march = { from: '2026-03-01', to: '2026-04-01' }

/** Deals of a user, closed now. */
async function closed(me: Me, ownerId: string, stage: 'won' | 'lost', amounts: readonly (number | null)[]) {
  const companyId = (await me.companies.create({ name: `${ownerId} ${stage}`, ownerId: 'u_other' })).id
  const priced = (amount: number | null) => (amount === null ? {} : { amount, currency: 'CNY' })
  await me.deals.createMany(
    amounts.map((amount, i) => ({
      title: `${stage} ${i}`,
      companyId,
      ownerId,
      stage,
      ...priced(amount),
      ...(stage === 'lost' ? { lostReason: 'price' } : {}),
    })),
  )
}

const rowOf = <R extends { readonly key: string | null }>(rows: readonly R[], key: string | null) =>
  rows.find((row) => row.key === key)

onOne((stage) => {
  test('B13: twelve follow-ups, four won and six lost; who closed nothing has no rate', async () => {
    const { admin, clock } = world(stage(), '2026-02-28T12:00:00+08:00')
    for (const user of ['u_a', 'u_b']) await admin.members.create({ userId: user, name: user })
    // Closed before the period.
    await closed(admin, 'u_a', 'won', [999])
    await clock.advance('2026-03-16T09:00:00+08:00')
    await closed(admin, 'u_a', 'won', [10_000, 5000, 20_000, 5000])
    await closed(admin, 'u_a', 'lost', [1, 1, 1, 1, 1, 1])
    const [companyId = ''] = await companies(admin, 1, () => ({ ownerId: 'u_other' }))
    const at = (day: string) => ({ kind: 'call' as const, companyId, ownerId: 'u_a', at: `${day}T00:00:00+08:00` })
    await admin.activities.createMany([
      ...Array.from({ length: 12 }, () => at('2026-03-01')),
      at('2026-02-28'),
      // After the end of today nobody knows.
      at('2026-03-17'),
    ])
    const { data, meta } = await admin.analytics.performance(march)
    expect(rowOf(data, 'u_a')).toMatchObject({
      name: 'u_a',
      followUps: 12,
      won: 40_000,
      deals: 4,
      lost: 6,
      closeRate: { value: 0.4, num: 4, den: 10, n: 10 },
      avgDeal: 10_000,
      quota: null,
      attainment: null,
    })
    expect(rowOf(data, 'u_b')).toMatchObject({ followUps: 0, won: 0, deals: 0, avgDeal: null, customers: 0 })
    expect(rowOf(data, 'u_b')?.closeRate).toEqual({ value: null, n: 0, num: 0, den: 0, interval: null, level: 0.95 })
    expect(meta).toMatchObject({ definition: 'performance.v1', rows: 22, excluded: {} })
    expect(meta.warnings).toMatchObject([{ code: 'period_not_over' }])
    const behind = (meta.records?.where ?? {}) as object
    expect(await admin.deals.count({ where: behind })).toBe(10)
  })

  test('B13: by team and region of the member; what is nobody’s stands apart', async () => {
    const { admin } = world(stage())
    const { id: teamId } = await admin.teams.create({ name: '华东' })
    for (const [userId, more] of [
      ['u_a', { teamId, region: '上海' }],
      ['u_b', { teamId, region: '杭州' }],
      ['u_c', { region: '杭州' }],
    ] as const)
      await admin.members.create({ userId, name: userId, ...more })
    await closed(admin, 'u_a', 'won', [100])
    await closed(admin, 'u_b', 'won', [50, null])
    await closed(admin, 'u_c', 'won', [30])
    await closed(admin, 'u_gone', 'lost', [1])
    const byTeam = (await admin.analytics.performance({ ...march, by: 'team' })).data
    expect(rowOf(byTeam, teamId)).toMatchObject({ name: '华东', members: 2, won: 150, deals: 3, avgDeal: 75 })
    expect(rowOf(byTeam, null)).toMatchObject({ name: null, members: 1, won: 30, deals: 1, lost: 1 })
    const { data, meta } = await admin.analytics.performance({ ...march, by: 'region' })
    expect(data.map(({ key, won, members }) => [key, won, members])).toEqual([
      ['上海', 100, 1],
      ['杭州', 80, 2],
      [null, 0, 0],
    ])
    expect(meta.excluded).toEqual({ won_without_amount_in_currency: 1 })
  })

  test('B16: customers and revenue of each, shared ones once, for the owner', async () => {
    const place = stage()
    const { admin } = world(place)
    for (const userId of ['u_a', 'u_b']) await admin.members.create({ userId, name: userId })
    const ids = await companies(admin, 5, (i) => ({ ownerId: i < 3 ? 'u_a' : 'u_b' }))
    await admin.contacts.create({ name: 'alone', ownerId: 'u_a' })
    await admin.contacts.create({ name: 'of a company', ownerId: 'u_a', companyId: ids[0] ?? '' })
    await admin.companies.share(ids[0] ?? '', { user: 'u_b', level: 'write' })
    await orders(admin, [
      { ...order(ids[0] ?? '', '2026-03-01', 700_000), ownerId: 'u_a' },
      { ...order(ids[1] ?? '', '2026-03-16', 500_000), ownerId: 'u_a' },
      { ...order(ids[3] ?? '', '2026-03-10', 80), ownerId: 'u_b' },
      { ...order(ids[3] ?? '', '2026-02-10', 80), ownerId: 'u_b' },
    ])
    const { items } = await admin.orders.list({
      where: { ownerId: 'u_b', total: 80, placedAt: { gte: '2026-03-01T00:00:00Z' } },
    })
    await admin.refunds.create({ orderId: items[0]?.id ?? '', amount: 30, at: '2026-03-12T00:00:00Z' })
    const { data } = await admin.analytics.performance(march)
    expect(rowOf(data, 'u_a')).toMatchObject({ customers: 4, orders: 2, revenue: 1_200_000 })
    expect(rowOf(data, 'u_b')).toMatchObject({ customers: 2, orders: 1, revenue: 50 })
    // Who may see his own alone counts his own.
    const { data: own, meta } = await seller(place, 'u_b').analytics.performance(march)
    expect(meta.warnings).toMatchObject([{ code: 'period_not_over' }, { code: 'quotas_not_readable' }])
    expect(rowOf(own, 'u_b')).toMatchObject({ customers: 2, revenue: 50 })
    expect(rowOf(own, 'u_a')).toMatchObject({ customers: 1, revenue: 0 })
  })

  test('attainment: a quota of the quarter counts for the working days of the period that are over', async () => {
    const { admin } = world(stage())
    await admin.members.create({ userId: 'u_a', name: 'A' })
    await admin.quotas.create({ userId: 'u_a', from: '2026-01-01', to: '2026-04-01', amount: 64_000, currency: 'CNY' })
    await closed(admin, 'u_a', 'won', [11_000])
    // From Monday to Friday 64 days a quarter, of them 11 from the 2nd to the 16th of March, today included.
    const { data } = await admin.analytics.performance(march)
    expect(rowOf(data, 'u_a')).toMatchObject({ quota: 11_000, attainment: 1 })
    // With three holidays, a Saturday to work and no today: 62 days, of them 9.
    const calendar = { holidays: ['2026-01-01', '2026-03-03', '2026-03-04'], workdays: ['2026-03-07'] }
    const asOf = '2026-03-16'
    const other = (await admin.analytics.performance({ ...march, asOf, calendar })).data
    expect(rowOf(other, 'u_a')).toMatchObject({ won: 0, quota: Math.round((64_000 * 9) / 62), attainment: 0 })
    await admin.quotas.create({ userId: 'u_a', from: '2026-01-01', to: '2026-04-01', amount: 1, currency: 'USD' })
    await expect(admin.analytics.performance(march)).rejects.toMatchObject({ code: 'MIXED_CURRENCY' })
    const inYuan = (await admin.analytics.performance({ ...march, currency: 'CNY' })).data
    expect(rowOf(inYuan, 'u_a')).toMatchObject({ quota: 11_000, won: 11_000 })
    const inDollars = await admin.analytics.performance({ ...march, currency: 'USD' })
    expect(rowOf(inDollars.data, 'u_a')).toMatchObject({ won: 0, deals: 1, avgDeal: null, quota: 0 })
    expect(inDollars.meta.excluded).toEqual({ won_without_amount_in_currency: 1 })
  })

  test('who left before the period is listed no more, unless he has figures', async () => {
    const { admin, clock } = world(stage(), '2026-01-10T09:00:00+08:00')
    for (const userId of ['u_a', 'u_b', 'u_c']) await admin.members.create({ userId, name: userId })
    for (const from of ['u_b', 'u_c']) await admin.members.handover({ from, to: 'u_a' })
    await clock.advance('2026-03-16T09:00:00+08:00')
    await closed(admin, 'u_c', 'won', [5])
    const { data } = await admin.analytics.performance(march)
    expect(data.map(({ key, members }) => [key, members])).toEqual([
      ['u_c', 0],
      ['u_a', 1],
      // He has a customer.
      ['u_other', 0],
    ])
  })
})
