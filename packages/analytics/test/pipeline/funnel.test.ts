import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { pipelineWorld, times, type Way, walk } from './world.ts'

const march = { from: '2026-03-01', to: '2026-04-01' }

onOne((stage) => {
  test('B4: 100, 30, 18, 10; who goes back and forth counts once, what is skipped is passed', async () => {
    const { admin, clock } = pipelineWorld(stage(), '2026-03-02')
    const [east, west] = await Promise.all([
      admin.companies.create({ name: 'E', region: 'east' }),
      admin.companies.create({ name: 'W', region: 'west' }),
    ])
    const ways: [number, Way][] = [
      [65, [['2026-03-02', 'lead']]],
      [
        5,
        [
          ['2026-03-02', 'lead'],
          ['2026-03-09', 'lost'],
        ],
      ],
      [
        12,
        [
          ['2026-03-02', 'lead'],
          ['2026-03-04', 'need'],
        ],
      ],
      [
        7,
        [
          ['2026-03-02', 'lead'],
          ['2026-03-04', 'need'],
          ['2026-03-05', 'quote'],
        ],
      ],
      // Back and forth: once a stage.
      [
        1,
        [
          ['2026-03-02', 'lead'],
          ['2026-03-04', 'need'],
          ['2026-03-05', 'quote'],
          ['2026-03-06', 'need'],
          ['2026-03-07', 'quote'],
        ],
      ],
      [
        6,
        [
          ['2026-03-02', 'lead'],
          ['2026-03-04', 'need'],
          ['2026-03-05', 'quote'],
          ['2026-03-10', 'won'],
        ],
      ],
      // From the lead to the contract: passed through both between them.
      [
        4,
        [
          ['2026-03-02', 'lead'],
          ['2026-03-10', 'won'],
        ],
      ],
      // Not of the cohort.
      [
        2,
        [
          ['2026-04-01', 'lead'],
          ['2026-04-02', 'won'],
        ],
      ],
    ]
    const deals = ways
      .flatMap(([n, way]) => times(n, way))
      .map((way, i) => {
        const companyId = i % 2 === 0 ? east.id : west.id
        return { way, more: { companyId, ownerId: i < 50 ? 'u_a' : 'u_b' } }
      })
    await walk(admin, clock, deals)
    const { data, meta } = await admin.analytics.funnel(march)
    expect(data.stages).toEqual(['lead', 'need', 'quote', 'won'])
    expect(data.reached).toEqual([100, 30, 18, 10])
    expect(data.stepRates.map(({ value }) => value?.toFixed(4))).toEqual(['0.3000', '0.6000', '0.5556'])
    expect(data.overall).toMatchObject({ value: 0.1, num: 10, den: 100 })
    expect(meta).toMatchObject({ definition: 'funnel.v1', rows: 100, warnings: [{ code: 'still_open', count: 85 }] })
    expect(await admin.deals.count({ where: meta.records?.where as object })).toBe(100)

    // By owner: the first fifty are leads alone.
    const byOwner = await admin.analytics.funnel({ ...march, by: 'owner' })
    expect(byOwner.data.groups?.map(({ key, reached }) => [key, reached])).toEqual([
      ['u_a', [50, 0, 0, 0]],
      ['u_b', [50, 30, 18, 10]],
    ])
    const byRegion = await admin.analytics.funnel({ ...march, by: 'region' })
    expect(byRegion.data.groups?.map(({ key, reached }) => [key, reached[0]])).toEqual([
      ['east', 50],
      ['west', 50],
    ])

    // As it was on the fifth of March, at noon, before anything happened on that day.
    const early = await admin.analytics.funnel({ ...march, asOf: '2026-03-05T12:00:00+08:00' })
    expect(early.data.reached).toEqual([100, 26, 0, 0])
    expect(early.meta.warnings).toContainEqual({ code: 'period_not_over', until: '2026-03-31T16:00:00.000Z' })

    // Between the sixth and the eleventh: one back to need, one forth to quote, ten won, of whom four skipped two stages.
    const active = await admin.analytics.funnel({ from: '2026-03-06', to: '2026-03-11', mode: 'activity' })
    expect(active.data.reached).toEqual([0, 5, 5, 10])
    expect(active.data.stepRates.map(({ value }) => value)).toEqual([null, 1, 2])
    expect(active.data.stepRates[2]).toMatchObject({ num: 10, den: 5, interval: null })
    expect(active.meta.definition).toBe('funnelActivity.v1')
  })

  test('the same question as of a day answers the same after deals have moved on', async () => {
    const { admin, clock } = pipelineWorld(stage(), '2026-03-02')
    const { id: companyId } = await admin.companies.create({ name: 'C' })
    const more = { companyId, amount: 1000, currency: 'CNY', expectedAt: '2026-03-20' }
    const ids = await walk(admin, clock, [
      ...times(4, {
        way: [
          ['2026-03-02', 'lead'],
          ['2026-03-05', 'need'],
        ] as Way,
        more,
      }),
      ...times(3, {
        way: [
          ['2026-03-02', 'lead'],
          ['2026-03-05', 'quote'],
          ['2026-03-08', 'won'],
        ] as Way,
        more,
      }),
      ...times(2, {
        way: [
          ['2026-03-02', 'lead'],
          ['2026-03-07', 'lost'],
        ] as Way,
        more,
      }),
    ])
    await clock.advance('P2D')
    const asOf = clock.at
    await clock.advance('P1D')
    const ask = async () => {
      const of = { ...march, asOf }
      const { analytics } = admin
      return Promise.all([
        analytics.funnel({ ...of, by: 'owner' }),
        analytics.funnel({ ...of, mode: 'activity' }),
        analytics.stageDurations({ asOf }),
        analytics.survival({ asOf }),
        analytics.cycle(of),
        analytics.winRate(of),
        analytics.winRate({ ...of, basis: 'creation' }),
        analytics.closings({ ...of, grain: 'week' }),
        analytics.revenueEstimate(of),
        analytics.revenueEstimate({ ...of, chances: 'winRate', open: 'all' }),
        analytics.pipelineForecast({ asOf, grain: 'week' }),
      ])
    }
    const before = await ask()
    expect(before[0].data.reached).toEqual([9, 7, 3, 3])
    await clock.advance('P3D')
    await admin.deals.move(ids[0] ?? '', { to: 'won', set: { amount: 9000 } })
    await admin.deals.move(ids[1] ?? '', { to: 'lost' })
    await admin.deals.update(ids[2] ?? '', { amount: 7 })
    // A contract is torn up: the deal is open again.
    await admin.deals.move(ids[5] ?? '', { to: 'quote' })
    await admin.deals.create({ title: 'new', ...more } as never)
    await admin.deals.create({ title: 'dollars', companyId, amount: 5, currency: 'USD' })
    expect(await ask()).toEqual(before)
    // And now it does not.
    expect((await admin.analytics.winRate(march)).data).toMatchObject({ won: 3, lost: 3 })
  })
})
