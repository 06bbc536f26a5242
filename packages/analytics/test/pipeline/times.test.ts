import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { pipelineWorld, times, type Way, walk } from './world.ts'

const may = { from: '2026-05-01', to: '2026-06-01' }

onOne((stage) => {
  test('B15: 30, 45 and 60 days; against 60 before, 15 less', async () => {
    const { admin, clock } = pipelineWorld(stage(), '2026-01-01')
    const { id: companyId } = await admin.companies.create({ name: 'C' })
    const way = (from: string, to: string, end = 'won'): Way => [
      [from, 'lead'],
      [to, end],
    ]
    await walk(admin, clock, [
      // 60 days, in March.
      { way: way('2026-01-15', '2026-03-16'), more: { companyId } },
      // 30, 45, 60 in May.
      { way: way('2026-04-10', '2026-05-10'), more: { companyId } },
      { way: way('2026-04-01', '2026-05-16'), more: { companyId } },
      { way: way('2026-03-21', '2026-05-20'), more: { companyId } },
      { way: way('2026-05-01', '2026-05-11', 'lost'), more: { companyId } },
      { way: [['2026-05-01', 'lead']], more: { companyId } },
    ])
    await clock.advance('2026-06-01T12:00:00+08:00')
    const { data, meta } = await admin.analytics.cycle({ ...may, before: { from: '2026-03-01', to: '2026-04-01' } })
    expect(data.won).toEqual({ n: 3, median: 45, mean: 45, p90: 57, max: 60 })
    expect(data.lost).toMatchObject({ n: 1, median: 10 })
    expect(data.before?.won).toMatchObject({
      n: 1,
      median: 60,
      delta: { median: -15, mean: -15 },
      verdict: 'insufficient',
    })
    expect(data.before?.lost).toMatchObject({ n: 0, median: null, delta: { median: null, mean: null } })
    expect(meta).toMatchObject({ definition: 'cycle.v1', rows: 4 })
    expect(await admin.deals.count({ where: meta.records?.where as object })).toBe(4)
  })

  test('how long deals stay in a stage: their stays together, and those that are in it still', async () => {
    const { admin, clock } = pipelineWorld(stage(), '2026-01-01')
    const { id: companyId } = await admin.companies.create({ name: 'C' })
    const more = { companyId }
    await walk(admin, clock, [
      // Lead 2 + 1, need 4.
      {
        way: [
          ['2026-01-01', 'lead'],
          ['2026-01-03', 'need'],
          ['2026-01-07', 'lead'],
          ['2026-01-08', 'won'],
        ],
        more,
      },
      {
        way: [
          ['2026-01-01', 'lead'],
          ['2026-01-06', 'lost'],
        ],
        more,
      },
      { way: [['2026-01-01', 'lead']], more },
    ])
    await clock.advance('2026-01-11T12:00:00+08:00')
    const { data, meta } = await admin.analytics.stageDurations({})
    // At 3 days two of three are left, at 5 one of three; the third has been there for 10.
    expect(data.stages).toMatchObject([
      { stage: 'lead', n: 3, events: 2, censored: 1, median: 5, endedOnly: { mean: 4, median: 4, biased: true } },
      { stage: 'need', n: 1, events: 1, censored: 0, median: 4, endedOnly: { mean: 4, biased: false } },
      { stage: 'quote', n: 0, status: 'empty', median: null, endedOnly: { mean: null } },
    ])
    expect(meta.warnings).toEqual([{ code: 'mean_of_ended_biased', stage: 'lead', censored: 1 }])
    // On the fourth, the first is in need since a day.
    const then = await admin.analytics.stageDurations({ asOf: '2026-01-04T12:00:00+08:00' })
    expect(then.data.stages).toMatchObject([
      { stage: 'lead', n: 3, events: 1, censored: 2, median: null, endedOnly: { mean: 2 } },
      { stage: 'need', n: 1, events: 0, censored: 1, status: 'no events' },
      { stage: 'quote', n: 0 },
    ])
  })

  test('survival: until the close, also of those that were opened again, by groups', async () => {
    const { admin, clock } = pipelineWorld(stage(), '2026-01-01')
    const { id: companyId } = await admin.companies.create({ name: 'C' })
    const more = (ownerId: string) => ({ companyId, ownerId })
    await walk(admin, clock, [
      {
        way: [
          ['2026-01-01', 'lead'],
          ['2026-01-03', 'won'],
        ],
        more: more('u_a'),
      },
      {
        way: [
          ['2026-01-01', 'lead'],
          ['2026-01-05', 'lost'],
        ],
        more: more('u_a'),
      },
      // Won, and opened again: it is open.
      {
        way: [
          ['2026-01-01', 'lead'],
          ['2026-01-05', 'won'],
          ['2026-01-07', 'quote'],
        ],
        more: more('u_b'),
      },
      {
        way: [
          ['2026-01-01', 'lead'],
          ['2026-01-09', 'need'],
        ],
        more: more('u_b'),
      },
      // Entered as won: there is nothing to watch.
      { way: [['2026-01-10', 'won']], more: more('u_b') },
    ])
    await clock.advance('2026-01-11T12:00:00+08:00')
    const { data, meta } = await admin.analytics.survival({ days: [0, 2, 4, 10, 11], by: 'owner' })
    expect(data).toMatchObject({ n: 4, events: 2, censored: 2, median: 4 })
    expect(data.at.map(({ survival, atRisk }) => [survival, atRisk])).toEqual([
      [1, 4],
      [0.75, 4],
      [0.5, 3],
      [0.5, 2],
      [null, 0],
    ])
    expect(data.groups?.map(({ key, n, median }) => [key, n, median])).toEqual([
      ['u_a', 2, 3].fill(2, 2, 3),
      ['u_b', 2, null],
    ])
    // At 2: 1 of 4, half of whom are u_a's; at 4: 1 of 3, of whom one is. Variance 1/4 + 2/9.
    expect(data.test?.statistic).toBeCloseTo((2 - 1 / 2 - 1 / 3) ** 2 / (1 / 4 + 2 / 9), 9)
    expect(data.test).toMatchObject({ df: 1, verdict: 'insufficient', small: ['u_a', 'u_b'] })
    expect(meta).toMatchObject({ rows: 4, excluded: { entered_as_closed: 1 } })
    const since = await admin.analytics.survival({ since: 'need' })
    expect(since.data).toMatchObject({ status: 'no events', n: 1, censored: 1, median: null })
  })

  test('leads have stages as well', async () => {
    const { admin, clock } = pipelineWorld(stage(), '2026-01-01')
    for (const name of ['一', '二']) await admin.leads.create({ name })
    await clock.advance('P1D')
    const { data } = await admin.analytics.funnel({ entity: 'lead', from: '2026-01-01', to: '2026-02-01' })
    expect(data.reached[0]).toBe(2)
    await expect(
      admin.analytics.closings({ entity: 'task', from: '2026-01-01', to: '2026-02-01' }),
    ).rejects.toMatchObject({
      code: 'INVALID',
      details: { path: 'entity' },
    })
    for (const [wrong, path] of [
      [{ entity: 'company' }, 'entity'],
      [{ pipeline: 'none' }, 'pipeline'],
      [{ by: 'nothing' }, 'by'],
      [{ from: '2026-03-01' }, 'to'],
      [{ asOf: '2030-01-01' }, 'asOf'],
    ] as const)
      await expect(admin.analytics.funnel({ from: '2026-01-01', to: '2026-02-01', ...wrong })).rejects.toMatchObject({
        code: 'INVALID',
        details: { path },
      })
  })

  test('of nothing there is nothing: neither 0 nor a number that is none', async () => {
    const { admin } = pipelineWorld(stage(), '2026-05-10')
    const { analytics } = admin
    const funnel = await analytics.funnel({ ...may, by: 'owner' })
    expect(funnel.data).toMatchObject({ reached: [0, 0, 0, 0], overall: { value: null, interval: null }, groups: [] })
    expect((await analytics.winRate({ ...may, by: 'product' })).data).toMatchObject({
      rate: { value: null },
      test: { statistic: null, verdict: 'insufficient' },
    })
    expect((await analytics.survival({ by: 'region' })).data).toMatchObject({ status: 'empty', median: null })
    const estimate = (await analytics.revenueEstimate({ ...may, chances: 'winRate' })).data
    expect(estimate).toMatchObject({ won: 0, openAmount: 0, weightedOpen: 0, total: 0 })
    const { data } = await analytics.pipelineForecast({})
    expect(data).toMatchObject({
      stage: { value: 0, n: 0, errors: { n: 0, mae: null } },
      history: { value: 0 },
      series: { status: 'insufficient', value: null },
      past: [],
    })
    expect(JSON.stringify(data)).not.toContain('NaN')
  })

  test('everybody counts what he may read', async () => {
    const { admin, as, clock } = pipelineWorld(stage(), '2026-05-01')
    const { id: companyId } = await admin.companies.create({ name: 'C' })
    const of = (ownerId: string, n: number) =>
      times(n, {
        way: [
          ['2026-05-02', 'lead'],
          ['2026-05-04', 'won'],
        ] as Way,
        more: { companyId, ownerId, amount: 100, currency: 'CNY' },
      })
    await walk(admin, clock, [...of('u_a', 2), ...of('u_b', 3)])
    const mine = as('u_a', 'analyst').analytics
    expect(
      (await mine.funnel({ ...may, by: 'owner' })).data.groups?.map(({ key, reached }) => [key, reached[0]]),
    ).toEqual([['u_a', 2]])
    expect((await mine.closings(may)).data).toMatchObject({ won: 2, wonAmount: 200 })
    expect((await mine.winRate(may)).data).toMatchObject({ won: 2 })
    expect((await mine.pipelineForecast({ grain: 'week' })).meta.rows).toBe(2)
    expect((await admin.analytics.closings(may)).data).toMatchObject({ won: 5, wonAmount: 500 })
    // Who may not read amounts and owners learns neither.
    const blind = as('u_x', 'blind').analytics
    expect((await blind.funnel({ ...may, by: 'owner' })).data.groups).toMatchObject([
      { key: null, reached: [5, 5, 5, 5] },
    ])
    expect((await blind.closings(may)).data).toMatchObject({ won: 5, wonAmount: null })
    expect((await blind.revenueEstimate(may)).data).toMatchObject({ won: null, total: null })
    expect((await blind.closings(may)).meta.warnings).toContainEqual({ code: 'amount_missing', count: 5 })
    await admin.deals.create({ title: 'D', companyId, amount: 5, currency: 'CNY' })
    const forecast = await blind.pipelineForecast({ back: 0 })
    expect(forecast.data).toMatchObject({ stage: { status: 'insufficient', value: null }, history: { value: null } })
    expect(forecast.meta.excluded).toEqual({ amount_missing: 1 })
  })
})
