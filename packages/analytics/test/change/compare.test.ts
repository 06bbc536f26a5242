import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { companies, type Me, order, orders, world } from '../world.ts'

const halves = { a: { from: '2025-01-01', to: '2025-07-01' }, b: { from: '2025-07-01', to: '2026-01-01' } }

/** A half of a year in which so many bought, of them so many again. */
const bought = (ids: readonly string[], month: string, again: number) => [
  ...ids.map((id) => order(id, `${month}-03`)),
  // Twice on a day is once.
  ...ids.map((id) => order(id, `${month}-03`, 50)),
  ...ids.slice(0, again).map((id) => order(id, `${month}-20`)),
]

async function wonDeal(me: Me, companyId: string): Promise<string> {
  return (await me.deals.create({ title: 'x', companyId, amount: 1, currency: 'CNY' })).id
}

onOne((stage) => {
  test('E12: the first half of 2025 and the second, side by side', async () => {
    const { admin, clock } = world(stage(), '2025-02-01T09:00:00+08:00')
    const ids = await companies(admin, 100)
    const [first = ''] = ids
    await admin.customFields.create({ entity: 'product', name: 'score', kind: 'integer' })
    await admin.customFields.create({ entity: 'product', name: 'answeredAt', kind: 'datetime' })
    // Two deals that take 10 and 20 days, then three of 4, 5 and 6.
    const slow = [await wonDeal(admin, first), await wonDeal(admin, first)]
    await clock.advance('P10D')
    await admin.deals.move(slow[0] ?? '', { to: 'won' })
    await clock.advance('P10D')
    await admin.deals.move(slow[1] ?? '', { to: 'won' })
    const score = (score: number) => ({ name: 'p', custom: { score, answeredAt: clock.at } })
    // 20 of 40 are satisfied, then 36 of 60; an answer beyond the scale is none.
    await admin.products.createMany([...Array(20).fill(score(4)), ...Array(20).fill(score(3)), score(7)])
    await clock.advance('2025-09-01T09:00:00+08:00')
    const quick = [await wonDeal(admin, first), await wonDeal(admin, first), await wonDeal(admin, first)]
    for (const [i, id] of quick.entries()) {
      await clock.advance(i === 0 ? 'P4D' : 'P1D')
      await admin.deals.move(id, { to: 'won' })
    }
    await admin.products.createMany([...Array(36).fill(score(5)), ...Array(24).fill(score(1))])
    await clock.advance('2026-03-16T09:00:00+08:00')
    // 10 of 50 bought again, then 25 of 50. Before that 40 had bought, of whom 10 did not come back; of the 50, 30 did not.
    await orders(admin, [
      ...[...ids.slice(0, 30), ...ids.slice(90)].map((id) => order(id, '2024-08-03')),
      ...bought(ids.slice(0, 50), '2025-03', 10),
      ...bought(ids.slice(30, 80), '2025-08', 25),
    ])
    const asked = { entity: 'product', at: 'custom.answeredAt', field: 'custom.score', scale: '1-5' } as const
    const csat = { kind: 'satisfaction', name: 'csat', ...asked } as const
    const named = ['repurchase', 'churn', 'cycle'] as const
    const { data, meta } = await admin.analytics.compare({ ...halves, metrics: [...named, csat] })
    expect(data.map(({ metric, unit, a, b, nA, nB }) => [metric, unit, a, b, nA, nB])).toEqual([
      ['repurchase', 'share', 0.2, 0.5, 50, 50],
      ['churn', 'share', 0.25, 0.6, 40, 50],
      ['cycle', 'days', 15, 5, 2, 3],
      ['csat', 'share', 0.5, 0.6, 40, 60],
    ])
    const [repurchase, churn, cycle, satisfaction] = data
    // By hand: z = .3 / √(.35 · .65 · 2/50) = 3.144855, p = .0016617; Newcombe of 25/50 and 10/50.
    expect(repurchase?.delta).toEqual({
      absolute: expect.closeTo(0.3, 12),
      points: expect.closeTo(30, 12),
      relative: expect.closeTo(1.5, 12),
    })
    expect(repurchase).toMatchObject({ p: expect.closeTo(0.0016617, 6), verdict: 'difference' })
    expect(repurchase?.interval).toEqual([expect.closeTo(0.1133626, 6), expect.closeTo(0.4597, 6)])
    // z = .35 / √(4/9 · 5/9 · (1/40 + 1/50)) = 3.320392, p = .0008989. Of four tests its p counts four times, and the next three times.
    expect(churn?.p).toBeCloseTo(0.0008989, 6)
    expect(churn?.pAdjusted).toBeCloseTo(4 * 0.0008989, 6)
    expect(repurchase?.pAdjusted).toBeCloseTo(3 * 0.0016617, 6)
    expect(cycle).toMatchObject({ delta: { absolute: -10, points: null }, verdict: 'insufficient' })
    expect(satisfaction).toMatchObject({ verdict: 'no evidence', delta: { relative: expect.closeTo(0.2, 12) } })
    expect(meta).toMatchObject({ definition: 'compare.v2', warnings: [{ code: 'not_a_cause' }], excluded: {} })
  })

  test('E12: a window that is not over, windows that overlap, currencies, what is unknown', async () => {
    const { admin } = world(stage())
    const [id = ''] = await companies(admin, 1)
    const deal = { title: 'x', companyId: id, stage: 'won' as const }
    await admin.deals.createMany([
      { ...deal, amount: 100, currency: 'CNY' },
      { ...deal, amount: 300, currency: 'CNY' },
      { ...deal },
      { ...deal, amount: 900, currency: 'USD' },
    ])
    const size = { kind: 'mean', name: 'size', entity: 'deal', at: 'closedAt', field: 'amount' } as const
    const windows = { a: { from: '2026-01-01', to: '2026-04-01' }, b: { from: '2026-03-01', to: '2026-04-01' } }
    const mixed = admin.analytics.compare({ ...windows, metrics: [size] })
    await expect(mixed).rejects.toMatchObject({ code: 'MIXED_CURRENCY' })
    const inYuan = { ...size, where: { or: [{ currency: 'CNY' }, { amount: null }] } }
    const { data, meta } = await admin.analytics.compare({ ...windows, metrics: [inYuan, 'winRate', 'repurchase'] })
    expect(data[0]).toMatchObject({ a: 200, b: 200, nA: 2, nB: 2, delta: { absolute: 0, points: null, relative: 0 } })
    expect(data[1]).toMatchObject({ metric: 'winRate', a: 1, b: 1, nB: 4, verdict: 'insufficient' })
    expect(data[2]).toMatchObject({ a: null, b: null, nA: 0, nB: 0, interval: null, p: null, verdict: 'insufficient' })
    expect(meta.excluded).toEqual({ no_value: 2 })
    expect(meta.warnings.map(({ code }) => code)).toEqual([
      'not_a_cause',
      'windows_overlap',
      'period_not_over',
      'period_not_over',
    ])
    const of = (metrics: Parameters<Me['analytics']['compare']>[0]['metrics']) =>
      admin.analytics.compare({ ...windows, metrics })
    await expect(of(['repurchase', 'csat'])).rejects.toMatchObject({ code: 'INVALID', path: 'metrics[1]' })
    await expect(of([{ ...size, entity: 'dael' }])).rejects.toMatchObject({ code: 'INVALID' })
    const backwards = admin.analytics.compare({
      ...windows,
      b: { from: '2026-03-01', to: '2026-03-01' },
      metrics: ['churn'],
    })
    await expect(backwards).rejects.toMatchObject({ code: 'INVALID', path: 'b.to' })
  })
})
