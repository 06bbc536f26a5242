import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { companies, order, orders, world } from '../world.ts'

const quarters = [10, 20, 60, 10]
const yearly = (id: string, year: number) =>
  quarters.map((total, i) => order(id, `${year}-0${3 * i + 1}-15`.replace('010', '10'), total))

onOne((stage) => {
  test('B11: two years of 10, 20, 60 and 10 peak in the third quarter; one year says nothing', async () => {
    const { admin } = world(stage())
    const [one = '', other = ''] = await companies(admin, 2)
    await orders(admin, [...yearly(one, 2024), ...yearly(one, 2025), ...yearly(other, 2025)])
    // The running year is left out.
    await orders(admin, [order(one, '2026-02-01', 5000)])
    const { data, meta } = await admin.analytics.season({ companyId: one })
    expect(data).toMatchObject({ status: 'ok', peak: 'Q3', share: 0.6, years: 2 })
    expect(data.periods.map(({ value }) => value)).toEqual(quarters)
    expect(meta).toMatchObject({ rows: 8, warnings: [{ code: 'running_period_left_out', period: '2026' }] })
    expect(await admin.orders.count({ where: meta.records?.where as object })).toBe(8)
    const { data: short } = await admin.analytics.season({ companyId: other })
    expect(short).toMatchObject({ status: 'insufficient_history', peak: null, share: null, years: 1 })
    const { data: all } = await admin.analytics.season({ by: 'month', of: 'orders' })
    expect(all).toMatchObject({ peak: 'M01', share: 0.25 })
  })

  test('a customer who came in the middle of a year has fewer first quarters', async () => {
    const { admin } = world(stage())
    const [one = ''] = await companies(admin, 1)
    await orders(admin, [
      order(one, '2023-08-01', 60),
      order(one, '2024-02-01', 60),
      order(one, '2025-02-01', 60),
      order(one, '2025-08-01', 60),
    ])
    const { data } = await admin.analytics.season({ companyId: one })
    // 120 in two years, and 120 in three.
    expect(data).toMatchObject({ status: 'ok', peak: 'Q1', share: 0.6 })
    expect(data.periods.map(({ years, value }) => [years, value])).toEqual([
      [2, 60],
      [2, 0],
      [3, 40],
      [3, 0],
    ])
  })

  test('B11: one purchase on the last day of a year does not make of the next one two years', async () => {
    const { admin } = world(stage())
    const [one = ''] = await companies(admin, 1)
    await orders(admin, [order(one, '2024-12-31', 10), ...yearly(one, 2025)])
    const { data } = await admin.analytics.season({ companyId: one, asOf: '2026-01-02' })
    expect(data).toMatchObject({ status: 'insufficient_history', peak: null, share: null, years: 2 })
    expect(data.periods.map(({ years }) => years)).toEqual([1, 1, 1, 2])
  })

  test('E14: at 20, 20 and 9 o’clock of Shanghai; offers from rows', async () => {
    const { admin } = world(stage())
    const [one = '', other = ''] = await companies(admin, 2)
    const at = (companyId: string, placedAt: string) => ({ ...order(companyId, '2025-01-01'), placedAt })
    await orders(admin, [
      at(one, '2024-01-06T12:30:00Z'),
      at(one, '2025-01-04T12:59:59Z'),
      at(one, '2025-06-02T01:00:00Z'),
      at(other, '2025-06-02T01:00:00Z'),
    ])
    const { data } = await admin.analytics.habits({
      companyId: one,
      offers: [
        { offer: 'points', sent: 10, responded: 1 },
        { offer: 'coupon', sent: 4, responded: 2 },
        { offer: 'letter', sent: 0, responded: 0 },
      ],
    })
    // The 6th of January 2024 and the 4th of January 2025 were Saturdays, the 2nd of June 2025 a Monday.
    expect(data).toMatchObject({ n: 3, bestHour: 20, bestWeekday: 6 })
    expect(data.hours).toEqual([
      { hour: 9, orders: 1, share: 1 / 3 },
      { hour: 20, orders: 2, share: 2 / 3 },
    ])
    expect(data.offers.map(({ offer, response }) => [offer, response.value, response.n])).toEqual([
      ['coupon', 0.5, 4],
      ['points', 0.1, 10],
      ['letter', null, 0],
    ])
    const { data: nobody } = await admin.analytics.habits({ asOf: '2020-01-01' })
    expect(nobody).toMatchObject({ n: 0, bestHour: null, bestWeekday: null, hours: [], offers: [] })
  })

  test('E14: offers that are written down as activities', async () => {
    const { admin } = world(stage())
    const [one = '', other = ''] = await companies(admin, 2)
    await admin.customFields.define({ entity: 'activity', name: 'offer', kind: 'enum', values: ['coupon', 'points'] })
    const offered = (companyId: string, offer: string, outcome?: string) =>
      admin.activities.log({
        kind: 'chat',
        companyId,
        custom: { offer },
        ...(outcome === undefined ? {} : { outcome }),
      })
    await offered(one, 'coupon', 'bought')
    await offered(one, 'coupon')
    await offered(one, 'points', 'bought later')
    await offered(other, 'points', 'bought')
    await admin.activities.log({ kind: 'call', companyId: one, outcome: 'bought' })
    const offersFrom = { field: 'custom.offer', responded: { outcome: 'bought' } }
    const { data } = await admin.analytics.habits({ companyId: one, offersFrom })
    expect(data.offers.map(({ offer, response }) => [offer, response.num, response.den])).toEqual([
      ['coupon', 1, 2],
      ['points', 0, 1],
    ])
    const wrong = { field: 'custom.nothing', responded: { outcome: 'bought' } }
    await expect(admin.analytics.habits({ offersFrom: wrong })).rejects.toMatchObject({ code: 'UNKNOWN_KEY' })
  })
})
