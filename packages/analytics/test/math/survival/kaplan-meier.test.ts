import { describe, expect, test } from 'vitest'
import {
  endsWithin,
  kaplanMeier,
  type Lifetime,
  restrictedMean,
  seeded,
  survivalAt,
  survivalQuantile,
} from '../../../src/math/index.ts'
import { csv, onShared, shared } from '../../shared.ts'
import { sixMp } from './freireich.ts'

describe('Kaplan and Meier', () => {
  test('check 9: the seven values of 6-MP (Freireich and others 1963, in Cox 1972)', () => {
    const { points, ...curve } = kaplanMeier(sixMp)
    expect(points.map(({ time }) => time)).toEqual([6, 7, 10, 13, 16, 22, 23])
    expect(points.map(({ atRisk }) => atRisk)).toEqual([21, 17, 15, 12, 11, 7, 6])
    const published = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    for (const [i, survival] of published.entries()) expect(points[i]?.survival).toBeCloseTo(survival, 4)
    // The standard errors and the median of R's survfit.
    const errors = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
    for (const [i, se] of errors.entries()) expect(points[i]?.se).toBeCloseTo(se, 4)
    expect(curve).toMatchObject({ status: 'ok', n: 21, events: 9, censored: 12, excluded: 0, lastTime: 35, median: 23 })
    expect(curve.medianCi).toEqual([13, null])
  })

  test('the interval on log(−log S): the first two of 6-MP', () => {
    // R: survfit(…, conf.type = 'log-log').
    const [first, second] = kaplanMeier(sixMp).points
    expect(first?.ci).toEqual([expect.closeTo(0.6197, 4), expect.closeTo(0.9516, 4)])
    expect(second?.ci).toEqual([expect.closeTo(0.5631, 4), expect.closeTo(0.9228, 4)])
  })

  const telco = 'telco_churn/Telco-Customer-Churn.csv'
  onShared('check 9: tenure of the Telco customers', [telco], () => {
    const lifetimes = [...csv(shared(telco))].map((row) => ({ time: Number(row.tenure), event: row.Churn === 'Yes' }))
    const curve = kaplanMeier(lifetimes)
    for (const [months, survival] of [
      [1, 0.945961],
      [12, 0.8432],
      [24, 0.788736],
      [48, 0.70884],
      [72, 0.59279],
    ] as const) {
      expect(survivalAt(curve, months), `S(${months})`).toBeCloseTo(survival, 6)
    }
    expect(curve.points[0]?.se).toBeCloseTo(0.002696, 6)
    expect(curve).toMatchObject({ n: 7043, events: 1869, median: null })
  })

  const pipeline = 'crm_sales_opportunities/sales_pipeline.csv'
  onShared('check 15: deals close in 69 days in the median, and the naive mean is flagged', [pipeline], () => {
    const day = (text: string | undefined) => Date.parse(text ?? '') / 86_400_000
    const deals = [...csv(shared(pipeline))]
      .filter((row) => row.engage_date !== '')
      .map((row): Lifetime => {
        const closed = row.close_date !== ''
        return { time: day(closed ? row.close_date : '2017-12-31') - day(row.engage_date), event: closed }
      })
    const curve = kaplanMeier(deals)
    expect(curve).toMatchObject({ n: 8300, events: 6711, censored: 1589, median: 69 })
    expect(survivalAt(curve, 30)).toBeCloseTo(0.618799, 6)
    expect(survivalAt(curve, 90)).toBeCloseTo(0.350861, 6)
    const times = deals
      .filter(({ event }) => event)
      .map(({ time }) => time)
      .sort((a, b) => a - b)
    expect(curve.endedOnly).toEqual({
      mean: expect.closeTo(times.reduce((a, b) => a + b, 0) / times.length, 9),
      median: times[3355],
      biased: true,
    })
  })

  test('without censoring it is the share that lasted longer, and the restricted mean is the mean', () => {
    const { uniform } = seeded(5)
    const times = Array.from({ length: 80 }, () => Math.floor(30 * uniform()))
    const curve = kaplanMeier(times.map((time) => ({ time, event: true })))
    for (let t = 0; t <= 40; t += 0.5) {
      expect(survivalAt(curve, t)).toBeCloseTo(times.filter((time) => time > t).length / 80, 12)
    }
    expect(restrictedMean(curve, 100)).toBeCloseTo(times.reduce((a, b) => a + b, 0) / 80, 10)
    expect(curve.endedOnly.biased).toBe(false)
    // Greenwood's error is then the binomial one.
    for (const { survival, se } of curve.points.slice(0, -1)) {
      expect(se).toBeCloseTo(Math.sqrt((survival * (1 - survival)) / 80), 12)
    }
    expect(curve.points.at(-1)).toMatchObject({ survival: 0, se: null, ci: null })
  })

  test('rows of a count are as many rows; the order does not matter', () => {
    const { uniform } = seeded(9)
    const rows = Array.from({ length: 200 }, () => ({ time: Math.floor(12 * uniform()), event: uniform() < 0.6 }))
    const counted = [...Array(12).keys()].flatMap((time) =>
      [true, false].map((event) => ({
        time,
        event,
        count: rows.filter((row) => row.time === time && row.event === event).length,
      })),
    )
    expect(kaplanMeier(counted)).toEqual(kaplanMeier(rows))
    expect(kaplanMeier(rows.toReversed())).toEqual(kaplanMeier(rows))
  })
})

describe('data that say little', () => {
  test('nothing, no end, no lifetime', () => {
    expect(kaplanMeier([])).toMatchObject({ status: 'empty', points: [], lastTime: null, median: null })
    const open = kaplanMeier([{ time: 5, event: false }])
    expect(open).toMatchObject({ status: 'no events', endedOnly: { mean: null, median: null, biased: true } })
    expect([survivalAt(open, 5), survivalAt(open, 6), restrictedMean(open, 4)]).toEqual([1, null, 4])
    const wrong = [
      { time: -3, event: true },
      { time: Number.NaN, event: true },
      { time: 2, event: true },
    ]
    expect(kaplanMeier(wrong)).toMatchObject({ n: 1, excluded: 2, median: 2 })
    expect(() => kaplanMeier([], 95)).toThrow(expect.objectContaining({ code: 'INVALID', path: 'level' }))
  })
})

describe('reading a curve', () => {
  const curve = kaplanMeier(sixMp)

  test('steps down at an event, and says nothing beyond the last time watched', () => {
    expect([0, 5.9, 6, 6.5].map((t) => survivalAt(curve, t))).toEqual([1, 1, 18 / 21, 18 / 21])
    expect(survivalAt(curve, 35)).toBeCloseTo(0.4482, 4)
    expect([survivalAt(curve, 36), survivalAt(curve, -1), survivalAt(curve, Number.NaN)]).toEqual([null, null, null])
  })

  test('quantiles are reached or null', () => {
    expect([0.1, 0.25, 0.5, 0.6].map((p) => survivalQuantile(curve, p))).toEqual([6, 13, 23, null])
    expect(() => survivalQuantile(curve, 1)).toThrow(expect.objectContaining({ path: 'p' }))
  })

  test('the half is reached at just a half, whatever the rounding', () => {
    for (const n of [6, 10, 14, 22, 46, 94]) {
      const even = Array.from({ length: n }, (_, i) => ({ time: i + 1, event: true }))
      expect(kaplanMeier(even).median).toBe(n / 2)
    }
  })

  test('what has lasted so long ends within', () => {
    expect(endsWithin(curve, 0, 23)).toBeCloseTo(1 - 0.4482, 4)
    expect(endsWithin(curve, 10, 6)).toBeCloseTo(1 - 0.6275 / 0.7529, 3)
    expect(endsWithin(curve, 30, 10)).toBeNull()
    expect(endsWithin(kaplanMeier([{ time: 3, event: true }]), 3, 1)).toBeNull()
  })

  test('the restricted mean of 6-MP to 35 weeks', () => {
    // R: print(survfit(…), rmean = 35).
    expect(restrictedMean(curve, 35)).toBeCloseTo(23.287, 3)
    expect(restrictedMean(curve, 36)).toBeNull()
  })
})
