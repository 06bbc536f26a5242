import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { companies, order, orders, world } from '../world.ts'

/** Monthly totals of an airline, in thousands of passengers, 1949 to 1960 (Box and Jenkins). */
const airline = [
  112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114,
  140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209, 191,
  172, 194,
]

/** The mean scaled error of taking what came a year before, from the last origins on. */
function naiveMase(h: number, origins: number): number {
  let sum = 0
  for (let end = airline.length - h - origins + 1; end <= airline.length - h; end++) {
    let [scale, error] = [0, 0]
    for (let t = 12; t < end; t++) scale += Math.abs((airline[t] ?? 0) - (airline[t - 12] ?? 0)) / (end - 12)
    for (let t = end; t < end + h; t++) error += Math.abs((airline[t] ?? 0) - (airline[t - 12] ?? 0)) / h
    sum += error / scale / origins
  }
  return sum
}

onOne((stage) => {
  test('E9: 100, 110 and 120 go on with 130 by a straight line; the running month is left out', async () => {
    const { admin } = world(stage())
    const [one = ''] = await companies(admin, 1)
    await orders(admin, [
      order(one, '2025-12-31', 60),
      order(one, '2025-12-01', 40),
      order(one, '2026-01-10', 110),
      order(one, '2026-02-28', 120),
      order(one, '2026-03-01', 7),
    ])
    const { data, meta } = await admin.analytics.salesForecast({})
    expect(data).toMatchObject({
      running: '2026-03-01',
      series: [
        { period: '2025-12-01', value: 100 },
        { period: '2026-01-01', value: 110 },
        { period: '2026-02-01', value: 120 },
      ],
      method: 'linear',
      name: 'linear trend',
      forecast: [{ period: '2026-03-01', value: 130 }],
      error: { kind: 'two_points', smape: 0, mase: 0, n: 1 },
    })
    expect(meta.warnings).toEqual([
      { code: 'running_period_left_out', period: '2026-03-01' },
      { code: 'series', status: 'short' },
    ])
    expect(meta.rows).toBe(4)
    expect(await admin.orders.count({ where: meta.records?.where as object })).toBe(4)
    // Two months are not enough.
    const { data: short } = await admin.analytics.salesForecast({ asOf: '2026-02-28' })
    expect(short).toMatchObject({ method: null, forecast: null, error: null, running: '2026-02-01' })
    expect(short.series.length).toBe(2)
  })

  test('periods without orders are 0, and refunds after the instant are not known', async () => {
    const { admin } = world(stage())
    const [one = ''] = await companies(admin, 1)
    await orders(admin, [order(one, '2025-11-03', 100)])
    const { id } = await admin.orders.create(order(one, '2026-02-02', 50))
    await admin.refunds.create({ orderId: id, amount: 20, at: '2026-03-10T00:00:00Z' })
    const series = async (asOf?: string) => {
      const { data } = await admin.analytics.salesForecast(asOf === undefined ? {} : { asOf })
      return data.series.map(({ value }) => value)
    }
    expect(await series()).toEqual([100, 0, 0, 30])
    expect(await series('2026-03-10')).toEqual([100, 0, 0, 50])
    const quarters = await admin.analytics.salesForecast({ grain: 'quarter', of: 'orders', from: '2025-01-01' })
    expect(quarters.data).toMatchObject({ running: '2026-01-01', series: [{ period: '2025-10-01', value: 1 }] })
    const weeks = await admin.analytics.salesForecast({ grain: 'week' })
    // Weeks begin on Monday: the 3rd of November 2025 and the 16th of March 2026 are Mondays.
    expect(weeks.data).toMatchObject({ running: '2026-03-16', series: { 0: { period: '2025-11-03' }, length: 19 } })
  })

  test('a month of which a part was asked for counts in whole, and says so', async () => {
    const { admin } = world(stage())
    const [one = ''] = await companies(admin, 1)
    const first = Date.parse('2025-01-01')
    const days = Array.from({ length: 120 }, (_, i) => new Date(first + i * 86_400_000).toISOString().slice(0, 10))
    await orders(
      admin,
      days.map((day) => order(one, day, 100)),
    )
    const asked = { grain: 'month', asOf: '2025-05-01' } as const
    const { data, meta } = await admin.analytics.salesForecast({ ...asked, from: '2025-01-25' })
    // 31, 28, 31 and 30 days.
    expect(data.series.map(({ value }) => value)).toEqual([3100, 2800, 3100, 3000])
    expect(meta.warnings).toContainEqual({ code: 'from_begins_with_its_period', from: '2024-12-31T16:00:00.000Z' })
    expect(await admin.orders.count({ where: meta.records?.where as object })).toBe(120)
    const whole = await admin.analytics.salesForecast({ ...asked, from: '2025-01-01' })
    expect(whole.data).toEqual(data)
    expect(whole.meta.warnings.map(({ code }) => code)).not.toContain('from_begins_with_its_period')
  })

  test('E9: four years of months: seasons, intervals that hold each other, and the error of the naive by hand', async () => {
    const { admin } = world(stage())
    const [one = ''] = await companies(admin, 1)
    const month = (i: number) => `${2022 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-15`
    await orders(
      admin,
      airline.map((n, i) => order(one, month(i), n * 100)),
    )
    const asked = { asOf: '2026-01-01', periods: 3, method: 'theta' } as const
    const { data } = await admin.analytics.salesForecast(asked)
    expect(data).toMatchObject({
      method: 'theta',
      season: 12,
      error: { kind: 'rolling_origins', h: 3, origins: 6, n: 18 },
    })
    expect(data.forecast?.map(({ period }) => period)).toEqual(['2026-01-01', '2026-02-01', '2026-03-01'])
    for (const { value, intervals } of data.forecast ?? []) {
      const [inner, outer] = intervals
      expect([outer?.lower, inner?.lower, value, inner?.upper, outer?.upper].map(Number)).toEqual(
        [outer?.lower, inner?.lower, value, inner?.upper, outer?.upper].map(Number).toSorted((a, b) => a - b),
      )
      // 1953 of the series began with 196, 196 and 236.
      expect(Math.abs(value - 20_900)).toBeLessThan(4_000)
    }
    const { data: again } = await admin.analytics.salesForecast(asked)
    expect(again).toEqual(data)
    const naive = await admin.analytics.salesForecast({ ...asked, method: 'snaive' })
    expect(naive.data.forecast?.map(({ value }) => value)).toEqual([17_100, 18_000, 19_300])
    expect(naive.data.error?.mase).toBeCloseTo(naiveMase(3, 6), 9)
  })

  test('E9: the default, and the best of all by the past, say who answered', async () => {
    const { admin } = world(stage())
    const [one = ''] = await companies(admin, 1)
    const month = (i: number) => `${2022 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-15`
    await orders(
      admin,
      airline.slice(0, 30).map((n, i) => order(one, month(i), n * 100)),
    )
    const asked = { asOf: '2024-07-01', periods: 2, origins: 2 }
    const { data } = await admin.analytics.salesForecast(asked)
    expect(data).toMatchObject({ method: 'combine', error: { origins: 2, n: 4 } })
    const { data: best } = await admin.analytics.salesForecast({ ...asked, method: 'auto' })
    expect(['snaive', 'hw', 'ets', 'theta', 'combine']).toContain(best.method)
    expect(best.name).not.toBe('')
  })
})
