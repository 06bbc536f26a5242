import { describe, expect, test } from 'vitest'
import { commissionOf } from '../../src/people/commission.ts'
import { onOne } from '../on-one.ts'
import { companies, type Me, order, orders, world } from '../world.ts'
import { seller } from './seller.ts'

const tiers = [
  { upTo: 10_000_000, rate: 500 },
  { upTo: null, rate: 800 },
]
const january = { from: '2026-01-01', to: '2026-02-01' }
const february = { from: '2026-02-01', to: '2026-03-01' }

/** The ledger read anew, by a calculation of its own: what is due for what he had sold when the last row was written. */
async function replayed(me: Me, planId: string) {
  const { entries, balances } = (await me.analytics.commissions({ planId })).data
  return balances.map(({ userId, from, amount }) => {
    const own = entries.filter((entry) => entry.userId === userId && entry.from === from)
    const base = own.at(-1)?.base ?? 0
    const due = Math.round(Math.min(base, 10_000_000) * 0.05 + Math.max(0, base - 10_000_000) * 0.08)
    return { userId, from, amount, due, sum: own.reduce((sum, entry) => sum + entry.amount, 0) }
  })
}

onOne((stage) => {
  test('B14: 120,000 makes 6,600; 20,000 refunded next month takes 1,600 back; the ledger says the same again', async () => {
    const place = stage()
    const { admin, clock } = world(place, '2026-02-01T09:00:00+08:00')
    const [companyId = ''] = await companies(admin, 1)
    await orders(admin, [
      { ...order(companyId, '2026-01-05', 7_000_000), ownerId: 'u_a' },
      { ...order(companyId, '2026-01-31', 5_000_000), ownerId: 'u_a' },
      { ...order(companyId, '2026-01-10', 300), ownerId: 'u_b' },
      { ...order(companyId, '2026-02-01', 1_000_000), ownerId: 'u_a' },
      { ...order(companyId, '2026-01-10', 900), ownerId: 'u_b', currency: 'USD' },
    ])
    const { id: planId } = await admin.commissionPlans.create({ name: '2026', currency: 'CNY', tiers })
    const first = await admin.analytics.settleCommissions({ planId, ...january })
    expect(first.entries.map(({ userId, kind, base, amount, number }) => [userId, kind, base, amount, number])).toEqual(
      [
        ['u_a', 'commission', 12_000_000, 660_000, 1],
        ['u_b', 'commission', 300, 15, 1],
      ],
    )
    expect(await admin.analytics.settleCommissions({ planId, ...january })).toEqual({ written: 0, entries: [] })

    await clock.advance('2026-03-02T09:00:00+08:00')
    const [big] = (await admin.orders.list({ where: { total: 5_000_000 } })).items
    await admin.refunds.create({ orderId: big?.id ?? '', amount: 2_000_000, at: '2026-02-10T00:00:00Z' })
    const second = await admin.analytics.settleCommissions({ planId, ...february })
    expect(second.entries.map(({ from, kind, base, amount, number }) => [from, kind, base, amount, number])).toEqual([
      ['2026-01-01', 'adjustment', 10_000_000, -160_000, 2],
      ['2026-02-01', 'commission', 1_000_000, 50_000, 1],
    ])
    for (const period of [january, february])
      expect(await admin.analytics.settleCommissions({ planId, ...period })).toEqual({ written: 0, entries: [] })
    const again = await replayed(admin, planId)
    expect(again.map(({ userId, from, amount }) => [userId, from, amount])).toEqual([
      ['u_a', '2026-01-01', 500_000],
      ['u_b', '2026-01-01', 15],
      ['u_a', '2026-02-01', 50_000],
    ])
    for (const { amount, due, sum } of again) expect([amount, sum]).toEqual([due, due])
    // Everybody may be shown his own.
    const own = await seller(place, 'u_b', ['analytics.ownCommissions']).analytics.ownCommissions({ planId })
    expect(own.data.balances).toMatchObject([{ userId: 'u_b', amount: 15, entries: 1 }])
    expect(own.meta).toMatchObject({ definition: 'commission.v1', rows: 1 })
  })

  test('B14: who may settle is a permission; days are settled once; a plan that changes leaves what was settled', async () => {
    const place = stage()
    const { admin } = world(place)
    const [companyId = ''] = await companies(admin, 1)
    await orders(admin, [
      { ...order(companyId, '2026-01-05', 1000), ownerId: 'u_a' },
      { ...order(companyId, '2026-02-05', 1000), ownerId: 'u_a' },
    ])
    const { id: planId } = await admin.commissionPlans.create({ name: '2026', currency: 'CNY', tiers })
    const other = seller(place, 'u_a', ['analytics.ownCommissions'])
    await expect(other.analytics.settleCommissions({ planId, ...january })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(other.analytics.commissions({ planId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    // Who settles need not see the sales.
    const payroll = seller(place, 'u_pay', ['analytics.settleCommissions'])
    expect(await payroll.analytics.settleCommissions({ planId, ...january })).toMatchObject({
      entries: [{ userId: 'u_a', amount: 50, settledBy: 'u_pay' }],
    })
    const quarter = { from: '2026-01-01', to: '2026-04-01' }
    await expect(admin.analytics.settleCommissions({ planId, ...quarter })).rejects.toMatchObject({
      code: 'COMMISSION_OVERLAP',
      details: january,
    })
    const backwards = admin.analytics.settleCommissions({ planId, from: '2026-02-01', to: '2026-02-01' })
    await expect(backwards).rejects.toMatchObject({ code: 'INVALID', path: 'to' })
    await admin.commissionPlans.update(planId, { tiers: [{ upTo: null, rate: 1000 }] })
    const { entries } = await admin.analytics.settleCommissions({ planId, ...february })
    expect(entries).toMatchObject([{ from: '2026-02-01', amount: 100 }])
    // His customer is somebody else's now, and so are the sales.
    const { items } = await admin.orders.list({ where: { placedAt: { lt: '2026-02-01T00:00:00Z' } } })
    await admin.orders.update(items[0]?.id ?? '', { ownerId: 'u_b' })
    const moved = await admin.analytics.settleCommissions({ planId, ...february })
    expect(moved.entries.map(({ userId, kind, amount }) => [userId, kind, amount])).toEqual([
      ['u_a', 'adjustment', -50],
      ['u_b', 'commission', 50],
    ])
  })

  test('the ledger page by page: each entry once, in the order of their periods, and all of them in the balances', async () => {
    const { admin } = world(stage(), '2026-03-01T09:00:00+08:00')
    const [companyId = ''] = await companies(admin, 1)
    const owners = ['u_c', 'u_a', 'u_b']
    await orders(
      admin,
      owners.flatMap((ownerId) => [
        { ...order(companyId, '2026-01-05', 1000), ownerId },
        { ...order(companyId, '2026-02-05', 2000), ownerId },
      ]),
    )
    const { id: planId } = await admin.commissionPlans.create({ name: 'x', currency: 'CNY', tiers })
    for (const period of [february, january]) await admin.analytics.settleCommissions({ planId, ...period })
    const pages: (string | number)[][][] = []
    for (let after: string | null | undefined; after !== null; ) {
      const { data, meta } = await admin.analytics.commissions({ planId, limit: 4, after })
      expect(data.balances.map(({ amount }) => amount)).toEqual([50, 50, 50, 100, 100, 100])
      expect(meta).toMatchObject({ rows: 6, warnings: [{ code: 'entries_cut', of: 6 }] })
      pages.push(data.entries.map(({ from, userId }) => [from, userId]))
      after = data.next
    }
    expect(pages).toEqual([
      [
        ['2026-01-01', 'u_a'],
        ['2026-01-01', 'u_b'],
        ['2026-01-01', 'u_c'],
        ['2026-02-01', 'u_a'],
      ],
      [
        ['2026-02-01', 'u_b'],
        ['2026-02-01', 'u_c'],
      ],
    ])
    const all = await admin.analytics.commissions({ planId })
    expect([all.data.next, all.meta.warnings]).toEqual([null, []])
    const wrong = admin.analytics.commissions({ planId, after: 'nothing' })
    await expect(wrong).rejects.toMatchObject({ code: 'INVALID', path: 'after' })
  })

  test('B14: by won deals; two settlements at once write once', async () => {
    const { admin } = world(stage(), '2026-01-15T09:00:00+08:00')
    const [companyId = ''] = await companies(admin, 1)
    const deal = { title: 'x', companyId, ownerId: 'u_a', amount: 1000, currency: 'CNY' }
    await admin.deals.createMany([{ ...deal, stage: 'won' as const }, deal])
    const plan = { name: 'deals', base: 'deals', currency: 'CNY', tiers } as const
    const { id: planId } = await admin.commissionPlans.create({ ...plan, tiers })
    const settle = () => admin.analytics.settleCommissions({ planId, ...january })
    const both = await Promise.all([settle(), settle()])
    expect(both.map(({ written }) => written).sort()).toEqual([0, 1])
    expect((await admin.analytics.commissions({ planId })).data.balances).toMatchObject([{ amount: 50, entries: 1 }])
  })

  test('a plan has tiers that rise, and one without end', async () => {
    const { admin } = world(stage())
    const of = (...upTo: (number | null)[]) =>
      admin.commissionPlans.create({ name: 'x', currency: 'CNY', tiers: upTo.map((top) => ({ upTo: top, rate: 1 })) })
    for (const wrong of [[], [5], [null, null], [5, 5, null], [5, 4, null], [null, 5]])
      await expect(of(...wrong)).rejects.toMatchObject({ code: 'INVALID' })
    expect((await of(4, 5, null)).tiers.length).toBe(3)
  })
})

describe('the commission of a base', () => {
  test('is rounded once, as the plan says', () => {
    const two = [
      { upTo: 10, rate: 500 },
      { upTo: null, rate: 1500 },
    ]
    // 10 · 5 % + 10 · 15 % = 2; 10 · 5 % + 20 · 15 % = 3.5; 10 · 5 % = .5.
    expect([20, 30, 10].map((base) => commissionOf(base, two, 'half-up'))).toEqual([2, 4, 1])
    expect([20, 30, 10].map((base) => commissionOf(base, two, 'half-even'))).toEqual([2, 4, 0])
    expect([20, 30, 10].map((base) => commissionOf(base, two, 'floor'))).toEqual([2, 3, 0])
    expect(commissionOf(-5, two, 'half-up')).toBe(0)
    expect(commissionOf(Number.MAX_SAFE_INTEGER, [{ upTo: null, rate: 10_000 }], 'floor')).toBe(Number.MAX_SAFE_INTEGER)
  })
})
