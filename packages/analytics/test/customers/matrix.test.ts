import { expect, test } from 'vitest'
import { onOne } from '../on-one.ts'
import { companies, order, orders, world } from '../world.ts'

type Cells = readonly { readonly value: number | null; readonly partial: boolean }[]
const values = (cells: Cells | undefined) => (cells ?? []).map(({ value }) => value)

onOne((stage) => {
  test('cohorts: by the month of the first purchase ever, null where nothing has begun, the running month marked', async () => {
    const { admin } = world(stage())
    const [a = '', b = '', c = '', d = '', old = ''] = await companies(admin, 5)
    await orders(admin, [
      order(a, '2026-01-01', 100),
      order(a, '2026-01-31', 50),
      order(a, '2026-03-01', 30),
      order(b, '2026-01-15', 200),
      order(c, '2026-02-28', 70),
      order(c, '2026-03-16', 10),
      // In Shanghai March has begun.
      { ...order(d, '2026-03-01', 5), placedAt: '2026-02-28T16:00:00Z' },
      order(old, '2025-12-31', 999),
      order(old, '2026-01-15', 999),
    ])
    const asked = { from: '2026-01-01', to: '2026-03-17', until: '2026-06-01' }
    const { data, meta } = await admin.analytics.cohorts(asked)
    expect(
      data.cohorts.map(({ cohort, size, partial, cells }) => ({ cohort, size, partial, cells: values(cells) })),
    ).toEqual([
      { cohort: '2026-01-01', size: 2, partial: false, cells: [2, 0, 1, null, null] },
      { cohort: '2026-02-01', size: 1, partial: false, cells: [1, 1, null, null] },
      { cohort: '2026-03-01', size: 1, partial: true, cells: [1, null, null] },
    ])
    expect(data.cohorts[0]?.cells.slice(1, 4)).toEqual([
      { k: 1, period: '2026-02-01', value: 0, rate: 0, interval: [0, expect.closeTo(0.6576, 4)], partial: false },
      { k: 2, period: '2026-03-01', value: 1, rate: 0.5, interval: expect.anything(), partial: true },
      { k: 3, period: '2026-04-01', value: null, rate: null, interval: null, partial: false },
    ])
    expect(meta).toMatchObject({ definition: 'cohorts.v1', rows: 8, excluded: {}, warnings: [] })
    const of = async (measure: 'orders' | 'revenue') =>
      (await admin.analytics.cohorts({ ...asked, measure, where: { ownerId: 'u_adm' } })).data.cohorts.map(
        ({ cells }) => values(cells),
      )
    expect(await of('orders')).toEqual([
      [3, 0, 1, null, null],
      [1, 1, null, null],
      [1, null, null],
    ])
    expect(await of('revenue')).toEqual([
      [350, 0, 30, null, null],
      [70, 10, null, null],
      [5, null, null],
    ])
    // The same question as of a day in February, whatever came after it.
    const then = await admin.analytics.cohorts({ ...asked, asOf: '2026-02-15' })
    expect(then.data.cohorts.map(({ size, cells }) => [size, ...values(cells)])).toEqual([
      [2, 2, 0, null, null, null],
      [0, 0, null, null, null],
    ])
    expect(then.data.cohorts[0]?.cells[1]?.partial).toBe(true)
  })

  test('a window that ends within a month takes its customers in whole where they are followed longer, and says so', async () => {
    const { admin } = world(stage())
    const [a = '', b = ''] = await companies(admin, 2)
    await orders(admin, [order(a, '2025-01-10'), order(b, '2025-01-20')])
    const of = async (to: string, until?: string) => {
      const { data, meta } = await admin.analytics.cohorts({ from: '2025-01-01', to, ...(until && { until }) })
      return [data.cohorts.map(({ size }) => size), meta.warnings]
    }
    const warned = { code: 'to_ends_with_its_period', to: '2025-01-31T16:00:00.000Z' }
    expect(await of('2025-01-15', '2025-06-01')).toEqual([[2], [warned]])
    // It is cut off with the window, or by what is told of it: nothing behind that counts.
    expect(await of('2025-01-15')).toEqual([[1], []])
    expect(await of('2025-01-15', '2025-01-25')).toEqual([[2], [{ ...warned, to: '2025-01-24T16:00:00.000Z' }]])
    expect(await of('2025-02-01', '2025-06-01')).toEqual([[2], []])
  })

  test('cohorts by week, quarter and year; a period that is begun in its middle is counted from its start', async () => {
    const { admin } = world(stage())
    const [a = '', b = ''] = await companies(admin, 2)
    // A Monday, the Sunday before it, and the last day of a year.
    await orders(admin, [
      order(a, '2025-12-29'),
      order(b, '2025-12-28'),
      order(a, '2026-01-04'),
      order(b, '2026-01-05'),
    ])
    const asked = { from: '2025-12-31', to: '2026-02-01', until: '2026-02-01' }
    const of = async (period: 'week' | 'quarter' | 'year') => {
      const { data, meta } = await admin.analytics.cohorts({ ...asked, period })
      const cells = data.cohorts.map(({ cohort, cells }) => [cohort, ...values(cells)])
      return { cells: cells.filter(([, size]) => size !== 0), warned: meta.warnings.map(({ code }) => code) }
    }
    expect(await of('week')).toEqual({
      cells: [['2025-12-29', 1, 0, 0, 0, 0]],
      warned: ['from_begins_with_its_period'],
    })
    expect((await of('quarter')).cells).toEqual([['2025-10-01', 2, 2]])
    expect((await of('year')).cells).toEqual([['2025-01-01', 2, 2]])
    await expect(
      admin.analytics.cohorts({ from: '2000-01-01', to: '2026-01-01', period: 'week' }),
    ).rejects.toMatchObject({
      code: 'INVALID',
      details: { path: 'to' },
    })
  })

  test('cohorts in money: net of refunds, in one currency; who bought in another before is of an earlier cohort', async () => {
    const { admin } = world(stage())
    const [a = '', b = ''] = await companies(admin, 2)
    await orders(admin, [
      { ...order(a, '2026-01-05', 900), currency: 'USD' },
      order(a, '2026-02-05', 100),
      order(b, '2026-02-06', 50),
    ])
    const { id: orderId } = await admin.orders.create(order(b, '2026-02-07', 60))
    await admin.refunds.create({ orderId, amount: 40, at: '2026-03-01T00:00:00Z' })
    const asked = { from: '2026-01-01', to: '2026-03-01', measure: 'revenue' } as const
    await expect(admin.analytics.cohorts(asked)).rejects.toMatchObject({ code: 'MIXED_CURRENCY' })
    const { data, meta } = await admin.analytics.cohorts({ ...asked, currency: 'CNY' })
    expect(data.currency).toBe('CNY')
    expect(data.cohorts.map(({ size, cells }) => [size, ...values(cells)])).toEqual([
      [1, 0, 100],
      [1, 70],
    ])
    expect(meta.excluded).toEqual({ other_currency: 1 })
    const then = await admin.analytics.cohorts({ ...asked, currency: 'CNY', asOf: '2026-02-20' })
    expect(then.data.cohorts.map(({ cells }) => values(cells))).toEqual([[0, 100], [110]])
  })

  test('RFM: by rank nothing is flipped, ties fall by id; orders of one day are one purchase', async () => {
    const { admin } = world(stage())
    const ids = await companies(admin, 6)
    await orders(admin, [
      ...ids.slice(0, 5).map((id, i) => order(id, `2026-02-0${i + 1}`, 100 * (5 - i))),
      ...[1, 1, 2].map((n) => order(ids[0] ?? '', `2026-01-0${n}`, 1)),
      order(ids[5] ?? '', '2026-02-01', 100),
    ])
    const refunded = await admin.orders.create(order(ids[5] ?? '', '2026-02-01', 5000))
    await admin.refunds.create({ orderId: refunded.id, amount: 5000, at: '2026-03-01T00:00:00Z' })
    const { data, meta } = await admin.analytics.rfm({ scheme: { by: 'rank', k: 3 } })
    // Values: days 1..5 and 1; purchase days 3, 1, 1, 1, 1, 1; money 503, 400, 300, 200, 100, 100.
    expect(
      data.rows.map(({ customer: { id }, lastDay, frequency, monetary, r, f, m }) => [
        id,
        lastDay,
        frequency,
        monetary,
        r,
        f,
        m,
      ]),
    ).toEqual([
      [ids[0], '2026-02-01', 3, 503, 1, 3, 3],
      [ids[1], '2026-02-02', 1, 400, 2, 1, 3],
      [ids[2], '2026-02-03', 1, 300, 2, 1, 2],
      [ids[3], '2026-02-04', 1, 200, 3, 2, 2],
      [ids[4], '2026-02-05', 1, 100, 3, 2, 1],
      [ids[5], '2026-02-01', 1, 100, 1, 3, 1],
    ])
    expect(data).toMatchObject({ n: 6, currency: 'CNY', next: null })
    expect(data.cells).toContainEqual({ r: 3, f: 2, m: 1, customers: 1 })
    expect(data.cells.reduce((sum, { customers }) => sum + customers, 0)).toBe(6)
    expect(meta).toMatchObject({ definition: 'rfm.v1', rows: 10 })
    const orderly = await admin.analytics.rfm({ frequency: 'orders', limit: 1 })
    expect(orderly.data.rows[0]).toMatchObject({ lastDay: '2026-02-01', frequency: 4, monetary: 503 })
    const paged: unknown[] = []
    for (let after: string | null | undefined; after !== null; ) {
      const page = (
        await admin.analytics.rfm({ scheme: { by: 'rank', k: 3 }, limit: 4, ...(after === undefined ? {} : { after }) })
      ).data
      expect(page.cells).toEqual(data.cells)
      paged.push(...page.rows)
      after = page.next
    }
    expect(paged).toEqual(data.rows)
    expect((await admin.analytics.rfm({ limit: 0 })).data).toMatchObject({ n: 6, rows: [], next: null })
    const then = await admin.analytics.rfm({ asOf: '2026-02-15', limit: 6 })
    expect(then.data.rows[5]).toMatchObject({ monetary: 5100 })
  })

  test('RFM by thresholds: days since the last purchase as of a day, purchases, money', async () => {
    const { admin } = world(stage())
    const [a = '', b = '', c = ''] = await companies(admin, 3)
    await orders(admin, [
      order(a, '2026-03-06', 1000),
      order(b, '2026-03-05', 999),
      order(b, '2026-01-01', 1),
      order(c, '2025-01-01', 1),
    ])
    const scheme = { by: 'thresholds', r: [365, 10], f: [2], m: [100, 1000] } as const
    const scores = async (input: object) =>
      (
        await admin.analytics.rfm({ scheme: { ...scheme, r: [...scheme.r], f: [2], m: [...scheme.m] }, ...input })
      ).data.rows.map(({ r, f, m }) => [r, f, m])
    expect(await scores({})).toEqual([
      [3, 1, 3],
      [2, 2, 3],
      [1, 1, 1],
    ])
    expect(await scores({ from: '2026-01-02' })).toEqual([
      [3, 1, 3],
      [2, 1, 2],
    ])
    await expect(scores({ from: '2026-02-01', asOf: '2026-01-01' })).rejects.toMatchObject({ code: 'INVALID' })
    await expect(
      admin.analytics.rfm({ scheme: { by: 'thresholds', r: [10, 365], f: [2], m: [1] } }),
    ).rejects.toMatchObject({ code: 'INVALID' })
  })

  test('who bought in whole months and in the running one is once in their quarter', async () => {
    const { admin } = world(stage())
    const [a = ''] = await companies(admin, 1)
    await orders(admin, [order(a, '2026-01-05'), order(a, '2026-02-05'), order(a, '2026-03-05')])
    const asked = { from: '2026-01-01', to: '2026-04-01', period: 'quarter', asOf: '2026-03-10' } as const
    const { data } = await admin.analytics.cohorts(asked)
    expect(data.cohorts.map(({ size, cells }) => [size, cells.map(({ value }) => value)])).toEqual([[1, [1]]])
  })
})
