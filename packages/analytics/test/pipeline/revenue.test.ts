import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { pipelineWorld, walk } from './world.ts'

const april = { from: '2026-04-01', to: '2026-05-01' }

onOne((stage) => {
  test('B5: what was won, and what of the open may be won; what was lost comes to nothing', async () => {
    const { admin, clock } = pipelineWorld(stage(), '2026-04-02')
    const { id: companyId } = await admin.companies.create({ name: 'C' })
    const deal = (amount: number | null, expectedAt: string | null) => ({
      companyId,
      amount,
      currency: 'CNY',
      expectedAt,
    })
    await walk(admin, clock, [
      { way: [['2026-04-02', 'quote']], more: deal(100_000, '2026-04-20') },
      { way: [['2026-04-02', 'need']], more: deal(50_000, '2026-04-01') },
      { way: [['2026-04-02', 'lead']], more: deal(20_000, '2026-04-30') },
      {
        way: [
          ['2026-04-02', 'quote'],
          ['2026-04-04', 'won'],
        ],
        more: deal(30_000, '2026-06-01'),
      },
      {
        way: [
          ['2026-04-02', 'quote'],
          ['2026-04-05', 'lost'],
        ],
        more: deal(70_000, '2026-04-20'),
      },
      { way: [['2026-04-02', 'quote']], more: deal(1, '2026-05-01') },
      { way: [['2026-04-02', 'quote']], more: deal(2, null) },
      { way: [['2026-04-02', 'quote']], more: deal(4, '2026-03-31') },
      { way: [['2026-04-02', 'quote']], more: deal(null, '2026-04-20') },
    ])
    await clock.advance('P1D')
    const { data, meta } = await admin.analytics.revenueEstimate(april)
    expect(data).toMatchObject({ won: 30_000, weightedOpen: 109_000, total: 139_000, openAmount: 170_000, wonDeals: 1 })
    expect(data.stages).toEqual([
      { stage: 'lead', n: 1, amount: 20_000, weighted: 4000 },
      { stage: 'need', n: 1, amount: 50_000, weighted: 25_000 },
      { stage: 'quote', n: 1, amount: 100_000, weighted: 80_000 },
    ])
    // Nothing of the three comes with .08, all of them with .08.
    expect(data.interval).toEqual([30_000, 200_000])
    expect(meta).toMatchObject({
      definition: 'revenueEstimate.v1',
      rows: 4,
      excluded: { expected_later: 1, expected_missing: 1, overdue: 1, amount_missing: 1 },
    })
    const all = await admin.analytics.revenueEstimate({ ...april, open: 'all' })
    expect(all.data.openAmount).toBe(170_007)
    // By what was decided: one of two.
    const history = await admin.analytics.revenueEstimate({ ...april, chances: 'winRate' })
    expect(history.data).toMatchObject({ weightedOpen: 85_000, total: 115_000 })
    await admin.deals.create({ title: 'D', companyId, amount: 5, currency: 'USD', expectedAt: '2026-04-30' })
    await expect(admin.analytics.revenueEstimate(april)).rejects.toMatchObject({ code: 'MIXED_CURRENCY' })
    expect((await admin.analytics.revenueEstimate({ ...april, currency: 'CNY' })).data.total).toBe(139_000)
  })

  test('chances by product: what a deal comes to of each; what nobody knows has the rate of all', async () => {
    const { admin, clock } = pipelineWorld(stage(), '2026-04-02')
    const { id: companyId } = await admin.companies.create({ name: 'C' })
    const [a, b] = await Promise.all([admin.products.create({ name: 'A' }), admin.products.create({ name: 'B' })])
    const of = (...lines: [string | null, number][]) => ({
      companyId,
      currency: 'CNY',
      lines: lines.map(([productId, unitPrice]) => ({ unitPrice, ...(productId === null ? {} : { productId }) })),
    })
    const ended = (end: string, product: string) =>
      ({
        way: [
          ['2026-04-02', 'quote'],
          ['2026-04-03', end],
        ],
        more: of([product, 10]),
      }) as const
    await walk(admin, clock, [
      // A is won in 3 of 4, B in 1 of 2, all in 4 of 6.
      ...['won', 'won', 'won', 'lost'].map((end) => ended(end, a.id)),
      ...['won', 'lost'].map((end) => ended(end, b.id)),
      { way: [['2026-04-02', 'quote']], more: of([a.id, 3000], [b.id, 1000]) },
      { way: [['2026-04-02', 'quote']], more: of([null, 600]) },
    ])
    const { data, meta } = await admin.analytics.revenueEstimate({
      ...april,
      open: 'all',
      chances: 'winRate',
      by: 'product',
    })
    expect(data).toMatchObject({ won: 40, openAmount: 4600, weightedOpen: 2250 + 500 + 400 })
    expect(meta.warnings).toEqual([
      { code: 'period_not_over', until: '2026-04-30T16:00:00.000Z' },
      { code: 'product_unknown', count: 1, open: 1 },
      { code: 'counted_several_times', count: 1 },
    ])
  })

  test('a forecast three ways, computed by hand, and what it would have said a month ago', async () => {
    const { admin, clock } = pipelineWorld(stage(), '2025-12-31')
    const { id: companyId } = await admin.companies.create({ name: 'C' })
    const more = (ownerId: string, amount: number, expectedAt?: string) => ({
      companyId,
      ownerId,
      amount,
      currency: 'CNY',
      expectedAt,
    })
    const ended = (from: string, to: string, end: string, of: object) => ({
      way: [
        [from, 'quote'],
        [to, end],
      ] as const,
      more: of,
    })
    await walk(admin, clock, [
      { way: [['2025-12-31', 'quote']], more: more('u_b', 2000, '2026-03-10') },
      ...['won', 'won', 'won', 'lost'].map((end) => ended('2026-01-01', '2026-01-11', end, more('u_a', 100))),
      ended('2026-01-01', '2026-01-21', 'lost', more('u_b', 100)),
      ended('2026-02-03', '2026-02-13', 'won', more('u_a', 500)),
      { way: [['2026-02-19', 'quote']], more: more('u_a', 1000, '2026-03-20') },
    ])
    await clock.advance('2026-03-01T12:00:00+08:00')
    const asked = { asOf: '2026-03-01', ages: [30], back: 2 }
    const { data, meta } = await admin.analytics.pipelineForecast(asked)
    expect([data.from, data.to, data.won]).toEqual(['2026-02-28T16:00:00.000Z', '2026-03-31T16:00:00.000Z', 0])
    expect(data.stage).toMatchObject({ value: 0.8 * 2000 + 0.8 * 1000, n: 2, interval: [0, 3000] })
    // Of eight, five end at 10 days (seven are left then), one at 20 (of two): S is 2/7, then 1/7. Nobody knows more than 59 days.
    // Won are 4 of 6, in this stage and age as well; of u_a's 4 of 5, with ten cases at 4/6 beside them.
    const rate = (4 + 10 * (4 / 6)) / 15
    expect(data.history).toMatchObject({ status: 'ok', value: Math.round(1000 * rate * (6 / 7)), n: 2 })
    expect(data.history.value).toBe(610)
    expect(data.series).toMatchObject({
      status: 'insufficient',
      value: null,
      method: null,
      errors: { n: 0, mae: null },
    })
    expect(meta.warnings).toEqual([
      { code: 'age_beyond_history', count: 1 },
      { code: 'as_of_now', fields: ['expectedAt', 'owner'] },
    ])
    // A month ago the one that was won in February was not there yet; two months ago only the oldest was.
    expect(data.past).toEqual([
      {
        from: '2026-01-31T16:00:00.000Z',
        to: '2026-02-28T16:00:00.000Z',
        asOf: '2026-01-31T16:00:00.000Z',
        actual: 500,
        actualOfOpen: 0,
        stage: 0,
        history: 0,
        series: null,
      },
      {
        from: '2025-12-31T16:00:00.000Z',
        to: '2026-01-31T16:00:00.000Z',
        asOf: '2025-12-31T16:00:00.000Z',
        actual: 300,
        actualOfOpen: 0,
        stage: 0,
        history: null,
        series: null,
      },
    ])
    expect(data.stage.errors).toEqual({ n: 2, bias: -400, mae: 400, mape: 100 })
    expect(data.history.errors).toEqual({ n: 1, bias: -500, mae: 500, mape: 100 })
    // On the tenth of February: 1/3, then 1/6 are left of seven, and nobody was watched for more than 40 days. The quarter has 300.
    const quarter = { asOf: '2026-02-10', at: '2026-02-10', grain: 'quarter', back: 0 } as const
    const then = await admin.analytics.pipelineForecast({ ...quarter, ages: [30] })
    expect(then.data).toMatchObject({ won: 300, history: { value: Math.round(300 + 500 * (9 / 14) * (5 / 6)), n: 2 } })
    expect(then.meta.warnings).toContainEqual({ code: 'age_beyond_history', count: 2 })
    // Later it is known what came.
    await clock.advance('2026-04-02T12:00:00+08:00')
    const [id] = (await admin.deals.list({ where: { amount: 1000 } })).items.map((one) => one.id)
    await admin.deals.move(id ?? '', { to: 'won' })
    expect((await admin.analytics.pipelineForecast(asked)).data).toEqual(data)
    // The month that runs has something already; of it there are errors of the three before.
    const [oldest] = (await admin.deals.list({ where: { amount: 2000 } })).items.map((one) => one.id)
    await admin.deals.update(oldest ?? '', { amount: 9000 })
    const running = await admin.analytics.pipelineForecast({ at: '2026-04-10', ages: [30] })
    expect(running.data).toMatchObject({ won: 1000, past: [{ actual: 0 }, { actual: 500 }, { actual: 300 }] })
    // A month before it came to what its stay remembers, not to what it comes to now.
    expect(running.data.past[0]?.stage).toBe(0.8 * (2000 + 1000))
    expect(running.data.stage.value).toBe(1000 + 0.8 * 9000)
    await expect(admin.analytics.pipelineForecast({ at: '2026-03-10' })).rejects.toMatchObject({
      details: { path: 'at' },
    })
  })

  test('closings: every week has its row, and amounts are those of what was won', async () => {
    const { admin, clock } = pipelineWorld(stage(), '2026-04-01')
    const { id: companyId } = await admin.companies.create({ name: 'C' })
    const more = { companyId, amount: 700, currency: 'CNY' }
    await walk(admin, clock, [
      {
        way: [
          ['2026-04-01', 'quote'],
          ['2026-04-03', 'won'],
        ],
        more,
      },
      {
        way: [
          ['2026-04-01', 'quote'],
          ['2026-04-16', 'won'],
        ],
        more: { companyId },
      },
      {
        way: [
          ['2026-04-01', 'quote'],
          ['2026-04-16', 'lost'],
        ],
        more,
      },
    ])
    await clock.advance('2026-05-01T12:00:00+08:00')
    const { data, meta } = await admin.analytics.closings({ ...april, grain: 'week' })
    expect(data.periods.map(({ day, won, wonAmount, lost }) => [day, won, wonAmount, lost])).toEqual([
      ['2026-03-30', 1, 700, 0],
      ['2026-04-06', 0, 0, 0],
      ['2026-04-13', 1, null, 1],
      ['2026-04-20', 0, 0, 0],
      ['2026-04-27', 0, 0, 0],
    ])
    expect(data.periods.map(({ rate }) => rate.value)).toEqual([1, null, 0.5, null, null])
    expect(meta.warnings).toEqual([{ code: 'amount_missing', count: 1 }])
    // Closed by the tenth was one alone.
    const tenth = { from: '2026-04-01', to: '2026-04-10' }
    expect((await admin.analytics.winRate(tenth)).data).toMatchObject({ won: 1, lost: 0 })
    // Of what was created in April, two of three were won; on the tenth one was open still.
    const cohort = { ...april, basis: 'creation' } as const
    expect((await admin.analytics.winRate(cohort)).data).toMatchObject({ won: 2, lost: 1 })
    const then = await admin.analytics.winRate({ ...cohort, asOf: '2026-04-10' })
    expect(then).toMatchObject({ data: { won: 1, lost: 0 }, meta: { excluded: { open: 2 } } })
  })

  test('names of an import: what is a product, what is nearly one, and what is none', async () => {
    const { admin } = pipelineWorld(stage(), '2026-04-01')
    const pro = await admin.products.create({ name: 'GTX Pro', sku: 'g-1' })
    const names = [{ name: 'GTX Pro' }, { name: 'g-1' }, { name: 'GTXPro', rows: 3 }, { name: 'constructor' }]
    const { data, meta } = await admin.analytics.matchProducts({ names })
    expect(data.matched.map(({ name, productId }) => [name, productId])).toEqual([
      ['GTX Pro', pro.id],
      ['g-1', pro.id],
    ])
    expect(data.unmatched).toEqual([
      { name: 'GTXPro', rows: 3, suggestion: 'GTX Pro' },
      { name: 'constructor', rows: 1, suggestion: null },
    ])
    expect(meta).toMatchObject({ rows: 2, excluded: { product_unknown: 4 } })
    const mapped = await admin.analytics.matchProducts({ names, mapping: { GTXPro: 'GTX Pro' } })
    expect(mapped.data.matched.at(-1)).toEqual({ name: 'GTXPro', rows: 3, productId: pro.id, product: 'GTX Pro' })
  })
})
