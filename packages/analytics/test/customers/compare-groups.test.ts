import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { companies, order, orders, world } from '../world.ts'

const year = { from: '2025-01-01', to: '2026-01-01' }

onOne((stage) => {
  test('E5: East 100 of 200, North 60 of 150: a quarter more, and ten points more', async () => {
    const { admin } = world(stage())
    const ids = await companies(admin, 352)
    const [east, north] = [ids.slice(0, 200), ids.slice(200, 350)]
    const on = (region: string, day: string) => (id: string) => ({ ...order(id, day), region })
    await orders(admin, [
      ...east.map(on('East', '2025-01-01')),
      ...north.map(on('North', '2025-03-01')),
      // Again on another day, also elsewhere.
      ...east.slice(0, 60).map(on('East', '2025-05-01')),
      ...east.slice(60, 100).map(on('North', '2025-05-01')),
      ...north.slice(0, 60).map(on('North', '2025-05-01')),
      // Not again: the same day, the next year.
      ...north.slice(60, 90).map(on('North', '2025-03-01')),
      ...north.slice(60, 90).map(on('North', '2026-01-01')),
      order(ids[350] ?? '', '2025-01-01'),
      on('South', '2025-01-01')(ids[351] ?? ''),
    ])
    const { data, meta } = await admin.analytics.compareGroups({ ...year, groups: ['East', 'North'] })
    expect(data.groups).toMatchObject([
      { key: 'East', value: 0.5, num: 100, den: 200, n: 200 },
      { key: 'North', value: 0.4, num: 60, den: 150, n: 150 },
    ])
    // z = .1 / sqrt(p(1-p)(1/200 + 1/150)) with p = 160/350; chi-squared is its square.
    const z = 0.1 / Math.sqrt((160 / 350) * (190 / 350) * (1 / 200 + 1 / 150))
    expect(data.test).toMatchObject({ method: 'chi-squared', df: 1, verdict: 'no evidence' })
    expect(data.test.statistic).toBeCloseTo(z * z, 10)
    const [e, n] = [wilson(0.5, 200), wilson(0.4, 150)]
    expect(data.pairs).toEqual([
      {
        a: 'East',
        b: 'North',
        absolute: 0.1,
        points: 10,
        relative: 0.25,
        interval: [
          expect.closeTo(0.1 - Math.hypot(0.5 - e.low, n.high - 0.4), 10),
          expect.closeTo(0.1 + Math.hypot(e.high - 0.5, 0.4 - n.low), 10),
        ],
        p: expect.closeTo(0.0628, 3),
        pAdjusted: expect.closeTo(0.0628, 3),
        level: 0.95,
        verdict: 'no evidence',
        method: 'two-proportion z, Newcombe interval',
      },
    ])
    expect(meta).toMatchObject({
      definition: 'compareGroups.v2',
      excluded: { customers_without_region: 1, customers_of_other_groups: 1 },
    })
    const wider = await admin.analytics.compareGroups({ ...year, level: 0.9, groups: ['North', 'East'] })
    expect(wider.data.pairs).toMatchObject([
      { a: 'North', absolute: -0.1, points: -10, relative: -0.2, verdict: 'difference' },
    ])
    // All of them, the better ones first; one customer is too few to judge.
    const { data: all } = await admin.analytics.compareGroups(year)
    expect(all.groups.map(({ key }) => key)).toEqual(['East', 'North', 'South'])
    expect(all.test.verdict).toBe('insufficient')
    expect(all.pairs.map(({ a, b, verdict, relative }) => [a, b, verdict, relative])).toEqual([
      ['East', 'North', 'no evidence', 0.25],
      ['East', 'South', 'insufficient', null],
      ['North', 'South', 'insufficient', null],
    ])
  })

  test('retention by owner, of the owner of the first order; a group of nobody is nothing', async () => {
    const { admin } = world(stage())
    const ids = await companies(admin, 5)
    const by = (ownerId: string, id: string | undefined, day: string) => ({ ...order(id ?? '', day), ownerId })
    await orders(admin, [
      by('u_1', ids[0], '2025-01-01'),
      by('u_2', ids[0], '2025-02-01'),
      by('u_2', ids[0], '2026-01-05'),
      by('u_1', ids[1], '2025-01-01'),
      by('u_2', ids[2], '2025-01-01'),
      by('u_2', ids[2], '2026-01-05'),
      by('u_2', ids[3], '2026-01-05'),
    ])
    const asked = { ...year, rate: 'retention', until: '2026-02-01', by: 'owner' } as const
    const { data } = await admin.analytics.compareGroups(asked)
    expect(data.groups.map(({ key, num, den }) => [key, num, den])).toEqual([
      ['u_2', 1, 1],
      ['u_1', 1, 2],
    ])
    expect(data.pairs).toMatchObject([
      { a: 'u_2', b: 'u_1', absolute: 0.5, points: 50, relative: 1, verdict: 'insufficient' },
    ])
    const named = await admin.analytics.compareGroups({ ...asked, groups: ['u_1', 'u_9'] })
    expect(named.data.groups).toMatchObject([{ value: 0.5 }, { key: 'u_9', value: null, den: 0 }])
    expect(named.data.pairs).toMatchObject([{ absolute: null, points: null, relative: null, interval: null, p: null }])
    await expect(admin.analytics.compareGroups({ ...year, rate: 'retention' })).rejects.toMatchObject({
      code: 'INVALID',
      details: { path: 'until' },
    })
  })
})

/** As Wilson wrote it in 1927: the roots of (p - x)² = z² x(1 - x) / n. */
function wilson(p: number, n: number) {
  const z = 1.959963984540054
  const [a, b, c] = [1 + z ** 2 / n, -(2 * p + z ** 2 / n), p ** 2]
  const root = Math.sqrt(b ** 2 - 4 * a * c)
  return { low: (-b - root) / (2 * a), high: (-b + root) / (2 * a) }
}
