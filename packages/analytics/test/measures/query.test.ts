import { expect, test } from 'vitest'
import { codeOf } from '../../../testkit/test/both.ts'
import { onOne } from '../on-one.ts'
import { companies, type Me, order, orders, world } from '../world.ts'

type Asked = Parameters<Me['analytics']['query']>[0]
interface Answer {
  readonly data: {
    readonly rows: readonly {
      readonly kind: string
      readonly keys: Readonly<Record<string, unknown>> | null
      readonly period: { readonly start: string } | null
      readonly values: Readonly<Record<string, { readonly value: unknown }>>
    }[]
  }
}

/** The values of one measure, by the keys and the first day of the period. */
const cellsOf = ({ data }: Answer, name: string) =>
  data.rows.map(({ kind, keys, period, values }) => [
    ...(keys === null ? [kind] : Object.values(keys)),
    ...(period === null ? [] : [period.start]),
    values[name]?.value,
  ])

onOne((stage) => {
  const at = (day: string, hour = '12:00:00') => `${day}T${hour}+08:00`
  const year = { from: '2025-01-01', to: '2026-01-01' }

  test('revenue by region and month, with months in which there was none', async () => {
    const { admin } = world(stage())
    const [east, north] = await companies(admin, 2, (i) => ({ region: ['East', 'North'][i] }))
    await orders(admin, [
      order(east ?? '', '2025-01-31', 100),
      // A month later in Shanghai.
      { ...order(east ?? '', '2025-01-31', 7), placedAt: '2025-01-31T16:00:00Z' },
      order(north ?? '', '2025-03-01', 50),
    ])
    const answer = await admin.analytics.query({
      ...{ measures: ['orders.revenue', 'orders.count', 'orders.average'], by: { region: 'region' } },
      ...{ grain: 'month', from: '2025-01-01', to: '2025-04-01', currency: 'CNY' },
    })
    expect(cellsOf(answer, 'orders.revenue')).toEqual([
      ...[['East', '2025-01-01', 100] as const, ['East', '2025-02-01', 7] as const, ['East', '2025-03-01', 0] as const],
      ...[
        ['North', '2025-01-01', 0] as const,
        ['North', '2025-02-01', 0] as const,
        ['North', '2025-03-01', 50] as const,
      ],
    ])
    expect(cellsOf(answer, 'orders.average').map((cell) => cell[2])).toEqual([100, 7, null, null, null, 50])
    expect(answer.data.totals).toMatchObject({
      'orders.revenue': { value: 157, n: 3 },
      'orders.count': { value: 3, n: 3 },
      'orders.average': { value: 52, n: 3 },
    })
    expect(answer.data.rows[5]?.values['orders.revenue']?.share).toBe(1)
    expect(answer.data.measures[0]).toMatchObject({ name: 'orders.revenue', definition: 'orders.revenue.v1' })
    expect(answer.meta).toMatchObject({ definition: 'query.v1', rows: 3, excluded: {}, warnings: [] })
  })

  test('E15: new customers by region and month, zero-filled; the running month is partial, the next one unknown', async () => {
    const { admin } = world(stage())
    const [a, b, c] = await companies(admin, 3, (i) => ({ region: ['East', 'East', 'North'][i] }))
    const { id: person } = await admin.contacts.create({ name: 'Wang Fang' })
    await orders(admin, [
      order(a ?? '', '2026-01-10'),
      order(a ?? '', '2026-02-10'),
      // In Shanghai it is February.
      { ...order(b ?? '', '2026-02-01'), placedAt: '2026-01-31T16:00:00Z' },
      order(c ?? '', '2026-03-15'),
      order(c ?? '', '2025-12-31'),
      { contactId: person, region: 'North', placedAt: at('2026-03-16', '00:00:00'), currency: 'CNY', total: 5 },
    ])
    const answer = await admin.analytics.query({
      ...{
        measures: ['customers.new'],
        by: { region: 'region' },
        grain: 'month',
        from: '2026-01-01',
        to: '2026-05-01',
      },
    })
    expect(
      answer.data.rows.map(({ keys, period, values }) => [keys?.region, period?.start, period?.state, values]),
    ).toEqual(
      [
        ['East', '2026-01-01', 'complete', 1],
        ['East', '2026-02-01', 'complete', 1],
        ['East', '2026-03-01', 'partial', 0],
        ['East', '2026-04-01', 'future', null],
        ['North', '2026-01-01', 'complete', 0],
        ['North', '2026-02-01', 'complete', 0],
        ['North', '2026-03-01', 'partial', 1],
        ['North', '2026-04-01', 'future', null],
      ].map(([region, start, state, value]) => [
        ...[region, start, state],
        { 'customers.new': expect.objectContaining({ value, n: value }) },
      ]),
    )
    expect(answer.meta.warnings).toEqual([{ code: 'period_not_over', to: '2026-04-30T16:00:00.000Z' }])
  })

  test('E11: product by region, also where nothing was sold: of P1 in the East 40 of 100', async () => {
    const { admin } = world(stage())
    const [east, north] = await companies(admin, 2, (i) => ({ region: ['East', 'North'][i] }))
    const products: string[] = []
    for (const name of ['P1', 'P2']) products.push((await admin.products.create({ name })).id)
    const [p1, p2] = products
    const line = (productId: string | undefined, quantity: number) => ({ productId, quantity, unitPrice: 10 })
    const { total: _, ...base } = order(east ?? '', '2025-02-01')
    await orders(admin, [
      { ...base, lines: [line(p1, 25), line(p2, 60)] },
      { ...base, lines: [line(p1, 15)] },
      { ...base, placedAt: at('2026-01-01', '00:00:00'), lines: [line(p1, 1000)] },
      { ...base, companyId: north, lines: [] },
    ])
    const asked: Asked = {
      measures: ['orderLines.quantity', 'orderLines.revenue'],
      by: { product: { path: ['product', 'name'] }, region: { path: ['order', 'region'] } },
      ...{ ...year, currency: 'CNY' },
    }
    const groups = await admin.analytics.query(asked)
    expect(cellsOf(groups, 'orderLines.quantity')).toEqual([
      ['P1', 'East', 40],
      ['P2', 'East', 60],
    ])
    expect(groups.data.rows[0]?.values['orderLines.quantity']).toMatchObject({ value: 40, n: 2, share: 0.4 })
    await orders(admin, [{ ...base, companyId: north, lines: [line(p2, 50)] }])
    const matrix = await admin.analytics.query({ ...asked, fill: 'matrix' })
    expect(cellsOf(matrix, 'orderLines.quantity')).toEqual([
      ['P1', 'East', 40],
      ['P1', 'North', 0],
      ['P2', 'East', 60],
      ['P2', 'North', 50],
    ])
    expect(matrix.data.totals['orderLines.revenue']).toMatchObject({ value: 1500, n: 4 })
  })

  test('E6: the best two of five, and the others as one; who ties comes by his key', async () => {
    const { admin } = world(stage())
    const ids = await companies(admin, 5)
    await orders(
      admin,
      [50, 500, 50, 300, 100].map((total, i) => order(ids[i] ?? '', '2025-02-01', total)),
    )
    const asked: Asked = { measures: ['orders.revenue', 'orders.average'], by: { company: 'companyId' }, ...year }
    const best = await admin.analytics.query({ ...asked, topN: { by: 'orders.revenue', n: 2, other: true } })
    expect(cellsOf(best, 'orders.revenue')).toEqual([
      [ids[1], 500],
      [ids[3], 300],
      ['other', 200],
    ])
    expect(best.data.rows.map(({ values }) => values['orders.revenue']?.share)).toEqual([0.5, 0.3, 0.2])
    // 200 of three orders, and not the mean of three means.
    expect(best.data.rows[2]?.values['orders.average']).toMatchObject({ value: 67, n: 3 })
    const four = await admin.analytics.query({ ...asked, topN: { by: 'orders.revenue', n: 4 } })
    expect(four.data.rows.map(({ keys }) => keys?.company)).toEqual([ids[1], ids[3], ids[4], ids[0]])
    const monthly = await admin.analytics.query({
      ...asked,
      grain: 'quarter',
      topN: { by: 'orders.average', n: 1, other: true },
    })
    expect(cellsOf(monthly, 'orders.revenue').map((cell) => cell.at(-1))).toEqual([500, 0, 0, 0, 500, 0, 0, 0])
  })

  test('beside the time before, and a year before: absolute and relative, of the same region, also where it is gone', async () => {
    const { admin } = world(stage())
    const [east, north, west] = await companies(admin, 3, (i) => ({ region: ['East', 'North', 'West'][i] }))
    await orders(admin, [
      order(east ?? '', '2025-02-28', 100),
      order(north ?? '', '2025-02-01', 80),
      order(east ?? '', '2025-03-31', 150),
      order(west ?? '', '2025-03-01', 30),
      order(east ?? '', '2024-03-31', 60),
    ])
    const march: Asked = {
      measures: ['orders.revenue'],
      by: { region: 'region' },
      from: '2025-03-01',
      to: '2025-04-01',
    }
    const last = await admin.analytics.query({ ...march, compareTo: 'previous' })
    expect(last.data.compared).toEqual({ from: '2025-01-31T16:00:00.000Z', to: '2025-02-28T16:00:00.000Z' })
    expect(last.data.rows.map(({ keys, values }) => [keys?.region, values['orders.revenue']])).toMatchObject([
      ['East', { value: 150, previous: { value: 100, n: 1 }, delta: { absolute: 50, relative: 0.5 } }],
      ['North', { value: 0, previous: { value: 80, n: 1 }, delta: { absolute: -80, relative: -1 } }],
      ['West', { value: 30, previous: { value: 0, n: 0 }, delta: { absolute: 30, relative: null } }],
    ])
    expect(last.data.totals['orders.revenue']).toMatchObject({ value: 180, delta: { absolute: 0, relative: 0 } })
    const ago = await admin.analytics.query({ ...march, compareTo: 'yearAgo' })
    expect(ago.data.rows[0]?.values['orders.revenue']?.previous).toEqual({ value: 60, n: 1 })
    const running = { ...march, from: '2026-03-01', to: '2026-04-01', compareTo: 'yearAgo' } as const
    const now = (await admin.analytics.query(running)).data.totals['orders.revenue']
    expect(now).toMatchObject({ value: 0, previous: { value: 180 }, delta: null })
  })

  test('several entities by the same key, each by its own field', async () => {
    const { admin } = world(stage(), '2025-06-15T09:00:00+08:00')
    const [east] = await companies(admin, 3, (i) => ({ region: i < 2 ? 'East' : 'North' }))
    await orders(admin, [order(east ?? '', '2025-05-01', 10)])
    const deal = { companyId: east, amount: 900, currency: 'CNY' } as const
    for (const title of ['a', 'b', 'c']) await admin.deals.create({ ...deal, title })
    const [won, lost] = (await admin.deals.list({ orderBy: { title: 'asc' } })).items
    await admin.deals.move(won?.id ?? '', { to: 'won' })
    await admin.deals.update(lost?.id ?? '', { lostReason: 'price' })
    await admin.deals.move(lost?.id ?? '', { to: 'lost' })
    const answer = await admin.analytics.query({
      measures: ['companies.created', 'orders.revenue', 'deals.created', 'deals.won', 'deals.wonValue', 'deals.lost'],
      by: { region: { of: { company: 'region', order: 'region', deal: { path: ['company', 'region'] } } } },
      ...year,
    })
    const values = (i: number) => Object.values(answer.data.rows[i]?.values ?? {}).map(({ value }) => value)
    expect(answer.data.rows.map(({ keys }) => keys)).toEqual([{ region: 'East' }, { region: 'North' }])
    expect([values(0), values(1)]).toEqual([
      [2, 10, 3, 1, 900, 1],
      [1, 0, 0, 0, 0, 0],
    ])
    expect(answer.meta.records).toBeNull()
  })

  test('what it was counted from: the list behind it, and what was left out', async () => {
    const { admin } = world(stage())
    const [id] = await companies(admin, 1)
    await orders(admin, [
      order(id ?? '', '2025-02-01', 10),
      { ...order(id ?? '', '2025-02-02', 20), currency: 'USD' },
      order(id ?? '', '2024-12-31', 30),
    ])
    const asked: Asked = { measures: ['orders.revenue'], ...year }
    expect(await codeOf(() => admin.analytics.query(asked))).toBe('MIXED_CURRENCY')
    const { data, meta } = await admin.analytics.query({ ...asked, currency: 'CNY' })
    expect(data.totals['orders.revenue']).toMatchObject({ value: 10, n: 1 })
    expect(meta).toMatchObject({ rows: 1, excluded: { other_currency: 1 }, records: { entity: 'order' } })
    expect(await admin.orders.count({ where: (meta.records?.where ?? {}) as object })).toBe(1)
    const counted = await admin.analytics.query({
      ...asked,
      measures: ['orders.count', 'orders.revenue'],
      currency: 'CNY',
    })
    expect(counted.data.totals['orders.count']?.value).toBe(2)
  })

  test('what is asked as of an instant does not change by what comes later', async () => {
    const { admin, clock } = world(stage(), '2025-06-15T09:00:00+08:00')
    const [id] = await companies(admin, 1)
    await orders(admin, [order(id ?? '', '2025-06-01', 10)])
    const asked: Asked = {
      ...{ measures: ['orders.revenue', 'customers.new'], grain: 'month', from: '2025-06-01', to: '2025-08-01' },
      asOf: '2025-06-10',
    }
    const first = await admin.analytics.query(asked)
    expect(first.data.rows.map(({ period }) => period?.state)).toEqual(['partial', 'future'])
    await clock.advance('P60D')
    await orders(admin, [order(id ?? '', '2025-06-10', 1000), order(id ?? '', '2025-07-10', 1000)])
    expect(await admin.analytics.query(asked)).toEqual(first)
  })

  test.each<[string, Partial<Asked>, string]>([
    ['a measure that there is not', { measures: ['orders.nothing'] }, 'INVALID'],
    ['a measure twice', { measures: ['orders.count', 'orders.count'] }, 'INVALID'],
    ['a key that there is not', { by: { region: 'nowhere' } }, 'UNKNOWN_KEY'],
    ['a filter that names nothing', { where: { nothing: 1 } }, 'UNKNOWN_KEY'],
    ['a filter for what is not asked', { filters: { deal: {} } }, 'INVALID'],
    ['the best of no groups', { topN: { by: 'orders.count', n: 1 } }, 'INVALID'],
    ['the best by what is not asked', { by: { r: 'region' }, topN: { by: 'orders.revenue', n: 1 } }, 'INVALID'],
    ['a key of another entity alone', { by: { r: { of: { deal: 'ownerId' } } } }, 'INVALID'],
    ['a window that ends before', { to: '2024-01-01' }, 'INVALID'],
    ['the first of no periods', { compareTo: 'first' }, 'INVALID'],
    ['a time that is to come', { asOf: '2030-01-01' }, 'INVALID'],
    ['too many days', { grain: 'day', from: '1900-01-01' }, 'QUERY_TOO_COMPLEX'],
  ])('%s is refused', async (_, more, code) => {
    const { admin } = world(stage())
    expect(await codeOf(() => admin.analytics.query({ measures: ['orders.count'], ...year, ...more }))).toBe(code)
  })
})
