import { describe, expect, test } from 'vitest'
import { interrupted } from '../../src/change/interrupted.ts'
import { pooled } from '../../src/change/pool.ts'
import { fitSeries, moments } from '../../src/math/index.ts'
import { onOne } from '../on-one.ts'
import { type Me, world } from '../world.ts'

/** Ten answers in each month, so many of them satisfied. */
async function answers(me: Me, months: readonly (readonly [month: string, satisfied: number])[]): Promise<void> {
  await me.customFields.create({ entity: 'product', name: 'score', kind: 'integer' })
  await me.customFields.create({ entity: 'product', name: 'at', kind: 'datetime' })
  const of = ([month, satisfied]: readonly [string, number]) =>
    Array.from({ length: 10 }, (_, i) => ({
      name: 'p',
      custom: { score: i < satisfied ? 5 : 2, at: `${month}-15T04:00:00Z` },
    }))
  await me.products.createMany(months.flatMap(of))
}

const metric = {
  kind: 'satisfaction',
  name: 'csat',
  entity: 'product',
  at: 'custom.at',
  field: 'custom.score',
  scale: '1-5',
} as const

onOne((stage) => {
  test('a change is told with what was before, what came, and what was to be expected', async () => {
    const { admin } = world(stage())
    const before = ['05', '06', '07', '08', '09', '10', '11', '12'].map((m, i) => [`2025-${m}`, 4 + (i % 2)] as const)
    await answers(admin, [...before, ['2026-01', 9], ['2026-02', 8], ['2026-03', 1]])
    const asked = { metric, changeAt: '2026-01-01', pre: 8, post: 3 }
    const { data, meta } = await admin.analytics.beforeAfter(asked)
    expect(data.series.map(({ from, value, n }) => [from, value, n])).toEqual([
      ...before.map(([month, n]) => [`${month}-01`, n / 10, 10]),
      ['2026-01-01', 0.9, 10],
      ['2026-02-01', 0.8, 10],
    ])
    expect(data.comparison).toMatchObject({ a: 0.45, b: 0.85, nA: 80, nB: 20, verdict: 'insufficient' })
    expect(data.comparison.delta.points).toBeCloseTo(40, 9)
    const forecast = fitSeries(
      before.map(([, n]) => n / 10),
      { period: 1 },
    )?.forecast(2, [0.95])
    expect(data.interrupted.status).toBe('ok')
    expect(data.interrupted.expected).toEqual(forecast?.mean)
    const [first = 0, second = 0] = forecast?.mean ?? []
    expect(data.interrupted.effect).toBeCloseTo((0.9 - first + 0.8 - second) / 2, 12)
    const [low = 0, high = 0] = data.interrupted.interval ?? []
    expect(low).toBeGreaterThan(0.2)
    expect(high).toBeLessThan(0.6)
    expect(meta.warnings).toEqual([{ code: 'not_a_cause' }, { code: 'period_not_over', left: 1 }])
    const short = await admin.analytics.beforeAfter({ ...asked, pre: 7 })
    expect(short.data.interrupted).toMatchObject({ status: 'too_few_periods', effect: null, interval: null })
    const gaps = await admin.analytics.beforeAfter({ ...asked, pre: 9 })
    expect(gaps.data.interrupted).toMatchObject({ status: 'gaps', effect: null })
    const future = admin.analytics.beforeAfter({ ...asked, changeAt: '2026-03-01' })
    await expect(future).rejects.toMatchObject({ code: 'INVALID', path: 'changeAt' })
    // By the week of seven days.
    const weeks = await admin.analytics.beforeAfter({ ...asked, grain: 'week', pre: 1, post: 1 })
    expect(weeks.data.series.map(({ from }) => from)).toEqual(['2025-12-25', '2026-01-01'])
  })
})

describe('parts', () => {
  test('periods together are what they would be in one', () => {
    const parts = [[1, 5, 2], [8], [], [3, 3]]
    const mean = (values: readonly number[]) => ({ type: 'mean', of: moments(values), excluded: {} }) as const
    const all = moments(parts.flat())
    expect(pooled(parts.map(mean))?.of).toEqual({
      n: 6,
      mean: expect.closeTo(all.mean, 12),
      variance: expect.closeTo(all.variance, 12),
    })
    const rate = (num: number, den: number) => ({ type: 'rate', of: { num, den }, excluded: {} }) as const
    expect(pooled([rate(1, 2), rate(0, 3)])?.of).toEqual({ num: 1, den: 5 })
    expect(pooled([])).toBeNull()
  })

  test('a line that goes on as it did has no effect, though its mean is another', () => {
    const line = Array.from({ length: 16 }, (_, i) => 10 + 3 * i + (i % 2))
    const found = interrupted({ before: line.slice(0, 12), after: line.slice(12), season: 1, level: 0.95 })
    const [low = 1, high = -1] = found.interval ?? []
    expect(low).toBeLessThan(0)
    expect(high).toBeGreaterThan(0)
    const raised = line.slice(12).map((value) => value + 30)
    const seen = interrupted({ before: line.slice(0, 12), after: raised, season: 1, level: 0.95 })
    expect(seen.interval?.[0]).toBeGreaterThan(0)
  })
})
