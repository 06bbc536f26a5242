import { Random } from '@guanxi/testkit'
import { expect, test } from 'vitest'
import { hiddenIn, type Numbers } from '../../src/measures/hide.ts'
import { onOne } from '../on-one.ts'
import { companies, type Me, meanSize, order, orders, world } from '../world.ts'

type Asked = Parameters<Me['analytics']['query']>[0]

/** So many orders of 1 in each month. */
async function months(me: Me, of: Readonly<Record<string, number>>) {
  const [id = ''] = await companies(me, 1)
  await orders(
    me,
    Object.entries(of).flatMap(([month, n]) => Array.from({ length: n }, () => order(id, `${month}-10`, 1))),
  )
}

async function told(me: Me, asked: Asked) {
  const { data, meta } = await me.analytics.query(asked)
  const of = (values: (typeof data)['totals']) => {
    const figure = values[asked.measures[0] ?? '']
    return [figure?.value ?? null, figure?.previous?.value ?? null]
  }
  return { rows: data.rows.map(({ values }) => of(values)), total: of(data.totals), meta }
}

onOne((stage) => {
  test('a month that is hidden is hidden beside every other month, too', async () => {
    const { admin } = world(stage())
    await months(admin, { '2025-01': 6, '2025-02': 2, '2025-03': 9, '2025-04': 12 })
    const { rows, total, meta } = await told(admin, {
      ...{ measures: ['orders.count'], grain: 'month', from: '2025-01-01', to: '2025-05-01' },
      ...{ minGroup: 5, compareTo: 'first' },
    })
    // With 6 beside each of them, 29 - 9 - 12 - 6 would be February.
    expect(rows).toEqual([
      [null, null],
      [null, null],
      [9, null],
      [12, null],
    ])
    expect(total).toEqual([29, null])
    expect(meta.warnings).toEqual([{ code: 'periods_suppressed', minGroup: 5, measures: ['orders.count'] }])
  })

  test('years beside the years before: what one total tells of a year, the other one must not tell of another', async () => {
    const { admin } = world(stage())
    await months(admin, { '2022-05': 4, '2023-05': 6, '2024-05': 2, '2025-05': 9 })
    const asked: Asked = {
      ...{ measures: ['orders.count'], grain: 'year', from: '2023-01-01', to: '2026-01-01' },
      ...{ minGroup: 5, compareTo: 'yearAgo' },
    }
    const { rows, total } = await told(admin, asked)
    // 2023 and 2024 stand for each other; 17 - 12 + 9 would be 2022, so that 2025 is not told either.
    expect(rows).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ])
    expect(total).toEqual([17, 12])
    const large = await told(admin, { ...asked, minGroup: 2 })
    expect(large.rows).toEqual([
      [6, 4],
      [2, 6],
      [9, 2],
    ])
  })

  test('how many have a value is judged, and not how many there are; what a total hides no other number tells', async () => {
    const { admin: me } = world(stage(), undefined, [meanSize])
    await companies(me, 6, (i) => (i === 0 ? { size: 2 } : {}))
    const asked = { from: '2026-01-01', to: '2026-03-17', minGroup: 5 }
    const mean = await told(me, { ...asked, measures: ['companies.meanSize'] })
    expect([mean.rows, mean.total]).toEqual([[[null, null]], [null, null]])
    expect(mean.meta).toMatchObject({ rows: 0, excluded: {} })
    expect(mean.meta.warnings).toEqual([
      { code: 'period_not_over', to: expect.any(String) },
      { code: 'totals_suppressed', minGroup: 5, measures: ['companies.meanSize'] },
    ])
    const both = await told(me, { ...asked, measures: ['companies.created', 'companies.meanSize'] })
    expect(both.total).toEqual([6, null])
    expect(both.meta).toMatchObject({ rows: 0, excluded: {} })
    const all = await told(me, { ...asked, minGroup: 2, measures: ['companies.created'] })
    expect([all.total, all.meta.rows]).toEqual([[6, null], 6])
    // Of five, one more has no size.
    for (const { id } of (await me.companies.list({})).items.slice(0, 5)) await me.companies.update(id, { size: 2 })
    const enough = await told(me, { ...asked, measures: ['companies.meanSize'] })
    expect([enough.total, enough.meta.rows, enough.meta.excluded]).toEqual([[2, null], 6, { no_value: 1 }])
  })

  test('hidden totals of the time before are not told beside those of now', async () => {
    const { admin } = world(stage())
    await months(admin, { '2025-01': 3, '2025-02': 8 })
    const { total, meta } = await told(admin, {
      ...{ measures: ['orders.count'], from: '2025-02-01', to: '2025-03-01', minGroup: 5, compareTo: 'previous' },
    })
    expect(total).toEqual([8, null])
    expect(meta).toMatchObject({ rows: 8, warnings: [{ code: 'totals_suppressed', measures: ['orders.count'] }] })
  })
})

test('whatever the numbers: nobody works out of the totals what few have done', () => {
  const random = new Random(7)
  for (let round = 0; round < 20_000; round++) {
    const least = random.int(2, 6)
    const all = Array.from({ length: random.int(1, 7) }, (_, i) => [`p${i}`, random.int(0, 9)] as const)
    const part = () => {
      const from = random.int(0, all.length - 1)
      return new Map(all.slice(from, random.int(from + 1, all.length)))
    }
    const times: Numbers[] = random.int(0, 3) === 0 ? [new Map(all)] : [part(), part()]
    const { periods, totals } = hiddenIn(times, least)
    const counts = new Map<string, number>(all)
    const of = (period: string) => counts.get(period) ?? 0
    for (const time of times)
      for (const [period, n] of time) if (n > 0 && n < least) expect(periods.has(period)).toBe(true)
    // The totals that are told, less what is told: sums of the hidden ones, and the difference of both.
    const [one, other] = times.map((time, i) => (totals[i] ? undefined : time))
    for (const [a, b] of [
      [1, 0],
      [0, 1],
      [1, -1],
      [-1, 1],
    ] as const) {
      if ((a !== 0 && one === undefined) || (b !== 0 && other === undefined)) continue
      const weight = (period: string) => (one?.has(period) ? a : 0) + (other?.has(period) ? b : 0)
      const known = [...periods].filter((period) => of(period) > 0 && weight(period) !== 0)
      if (known.length === 0 || known.some((period) => weight(period) < 0)) continue
      expect(known.length).toBeGreaterThan(1)
      expect(known.reduce((sum, period) => sum + of(period), 0)).toBeGreaterThanOrEqual(least)
    }
  }
})
