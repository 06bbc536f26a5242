import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { companies, type Me, order, orders, world } from '../world.ts'

const next = async (me: Me, asked: Parameters<Me['analytics']['nextPurchase']>[0]) =>
  (await me.analytics.nextPurchase(asked)).data

onOne((stage) => {
  test('B12: a month apart, four times', async () => {
    const { admin } = world(stage())
    const [one = '', two = ''] = await companies(admin, 2)
    const days = ['2025-01-10', '2025-02-09', '2025-03-11', '2025-04-10']
    await orders(admin, [...days.map((day) => order(one, day)), order(two, '2025-01-10'), order(two, '2025-01-10')])
    const { data, meta } = await admin.analytics.nextPurchase({ companyId: one, asOf: '2025-04-20' })
    expect(data).toMatchObject({
      basis: 'interval',
      p50: '2025-05-10',
      range: ['2025-05-10', '2025-05-10'],
      level: 0.5,
      medianGapDays: 30,
      gaps: 3,
      overdueDays: 0,
      purchases: 4,
      last: '2025-04-10',
    })
    expect(meta.warnings).toEqual([{ code: 'few_gaps', n: 3 }])
    expect(meta.rows).toBe(4)
    // Two orders of one day are one purchase, and leave no gap.
    expect(await next(admin, { companyId: two })).toMatchObject({
      basis: 'insufficient',
      p50: null,
      range: null,
      medianGapDays: null,
      purchases: 1,
    })
    // A month later it is overdue, and what has come since is not known then.
    await orders(admin, [order(one, '2025-06-01')])
    const late = await admin.analytics.nextPurchase({ companyId: one, asOf: '2025-05-21' })
    expect(late.data).toMatchObject({ p50: '2025-05-10', overdueDays: 10 })
  })

  test('gaps that differ give a range: the quartiles behind the last purchase', async () => {
    const { admin } = world(stage())
    const [one = ''] = await companies(admin, 1)
    // Gaps of 10, 20, 30 and 60 days: median 25, quartiles 17.5 and 37.5.
    const days = ['2025-01-01', '2025-01-11', '2025-01-31', '2025-03-02', '2025-05-01']
    await orders(
      admin,
      days.map((day) => order(one, day)),
    )
    expect(await next(admin, { companyId: one })).toMatchObject({
      basis: 'interval',
      medianGapDays: 25,
      p50: '2025-05-26',
      range: ['2025-05-18', '2025-06-08'],
    })
  })

  test('who buys each March is expected in March', async () => {
    const { admin } = world(stage(), '2026-02-01T09:00:00+08:00')
    const [one = '', monthly = ''] = await companies(admin, 2)
    await orders(admin, [
      ...['2024-03-05', '2025-03-09', '2025-03-20', '2025-07-01'].map((day) => order(one, day)),
      ...Array.from({ length: 24 }, (_, i) =>
        order(monthly, `${2024 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-15`),
      ),
    ])
    expect(await next(admin, { companyId: one })).toMatchObject({
      basis: 'calendar',
      p50: '2026-03-09',
      range: ['2026-03-01', '2026-03-31'],
      level: null,
      months: expect.arrayContaining([
        { month: 3, purchases: 3, bought: 2, observed: 2 },
        { month: 7, purchases: 1, bought: 1, observed: 2 },
      ]),
    })
    // One March alone says nothing of Marches.
    expect(await next(admin, { companyId: one, asOf: '2025-01-01' })).toMatchObject({ basis: 'insufficient' })
    // Each month is no season.
    expect(await next(admin, { companyId: monthly })).toMatchObject({ basis: 'interval', medianGapDays: 31 })
    expect(await next(admin, { companyId: monthly, method: 'calendar' })).toMatchObject({ basis: 'insufficient' })
  })

  test('by a model that was fitted before: the quantiles of Lomax', async () => {
    const { admin } = world(stage())
    const [one = ''] = await companies(admin, 1)
    await orders(
      admin,
      ['2025-01-01', '2025-02-05', '2025-03-05'].map((day) => order(one, day)),
    )
    const fit = { model: 'bgnbd', unit: 'week', params: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } } as const
    const found = await next(admin, { companyId: one, asOf: '2025-03-13', fit, within: [7, 700] })
    // T is 70 days, 10 weeks: the median is (4.414 + 10) (2^(1 / 2.243) − 1) = 5.2195 weeks, the quartiles 1.9726 and 12.3286.
    expect(found).toMatchObject({ basis: 'btyd', p50: '2025-04-18', range: ['2025-03-26', '2025-06-06'], level: 0.5 })
    const [week, years] = found.within
    expect(week?.p).toBeGreaterThan(0.05)
    expect(years?.p).toBeGreaterThan(week?.p ?? 1)
    expect(years?.p).toBeLessThan(0.9)
    // Asked for, it is fitted to all: to three customers it is not.
    expect(await next(admin, { companyId: one, method: 'btyd' })).toMatchObject({
      basis: 'insufficient',
      p50: null,
      buying: { status: 'insufficient', n: 1, repeaters: 1 },
    })
  })

  test('a model as it is told is taken as it is given; one without a forecast is none', async () => {
    const { admin } = world(stage())
    const ids = await companies(admin, 60)
    // Every third comes once, every third for half a year, and every third each month.
    const months = (i: number) => (i % 3 === 0 ? 1 : i % 3 === 1 ? 5 : 12)
    const days = (i: number) =>
      Array.from(
        { length: months(i) },
        (_, k) => `2025-${String(k + 1).padStart(2, '0')}-${String(((i * 7 + k * 5) % 27) + 1).padStart(2, '0')}`,
      )
    await orders(
      admin,
      ids.flatMap((id, i) => days(i).map((day) => order(id, day, 100 + i))),
    )
    const { model } = (await admin.analytics.lifetimeValue({ asOf: '2026-01-01', model: { horizon: 52 } })).data
    const [companyId = '', asOf, within] = [ids[2], '2026-01-01', [30]]
    if (model === null) throw new TypeError('a model was asked for')
    const { buying, unit } = model
    const told = await admin.analytics.nextPurchase({ companyId, asOf, within, fit: model })
    expect(told.data).toMatchObject({ basis: 'btyd', within: [{ days: 30 }] })
    expect(await admin.analytics.nextPurchase({ companyId, asOf, within, fit: { buying, unit } })).toEqual(told)
    const given = { model: buying.kind ?? 'nbd', unit, params: buying.params ?? {} }
    expect(await next(admin, { companyId, asOf, within, fit: given })).toEqual(told.data)
    // What nobody could fit says nothing: his gaps do.
    const few = await admin.analytics.lifetimeValue({ asOf: '2025-01-20', model: { horizon: 52 } })
    const nothing = few.data.model ?? model
    const other = await admin.analytics.nextPurchase({ companyId, asOf, fit: nothing })
    expect(other.data.basis).toBe('interval')
    expect(other.meta.warnings).toEqual([{ code: 'buying_model', status: 'insufficient' }])
    const stays = { ...buying, status: 'no-dropout-detectable', kind: 'nbd' } as const
    expect(await next(admin, { companyId, asOf, method: 'btyd', fit: { buying: stays, unit } })).toMatchObject({
      basis: 'insufficient',
    })
  })

  test('somebody has to be named, and be there', async () => {
    const { admin } = world(stage())
    await expect(admin.analytics.nextPurchase({})).rejects.toMatchObject({ code: 'INVALID' })
    await expect(admin.analytics.nextPurchase({ contactId: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
