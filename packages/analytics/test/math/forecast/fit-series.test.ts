import { describe, expect, test } from 'vitest'
import {
  type Backtest,
  fitSeries,
  naiveScale,
  type SeriesOptions,
  seasonalNaive,
  seeded,
} from '../../../src/math/index.ts'
import { onShared } from '../../shared.ts'
import { austourists, clockwork, sharedSeries } from './series.ts'

const AP = ['time_series/AirPassengers.csv']

const fit = (y: readonly number[], options: SeriesOptions) => {
  const fitted = fitSeries(y, options)
  if (fitted === null) throw new Error('No forecast')
  return fitted
}
const inside = ({ coverage, n }: Backtest) => Math.round((coverage ?? 0) * n)

describe('a series by one call', () => {
  onShared('check 22: the default on AirPassengers, twelve months held out at once', AP, () => {
    const year = fit(sharedSeries('AirPassengers'), { period: 12 }).backtest({ origins: 1, h: 12 })
    expect(year).toMatchObject({ origins: 1, n: 12, level: 0.95 })
    expect(year.mase).toBeLessThanOrEqual(0.87)
    expect(inside(year)).toBeGreaterThanOrEqual(10)
  })

  onShared('check 22: the default on AirPassengers, month by month', AP, () => {
    const months = fit(sharedSeries('AirPassengers'), { period: 12 }).backtest({ origins: 12, h: 1 })
    expect(months).toMatchObject({ origins: 12, n: 12 })
    expect(months.mase).toBeLessThanOrEqual(0.87)
    expect(inside(months)).toBeGreaterThanOrEqual(10)
  })

  onShared('check 22: what is chosen by rolling origins does as well', AP, () => {
    const y = sharedSeries('AirPassengers')
    const chosen = fit(y, { period: 12, method: 'auto' }).backtest({ origins: 1, h: 12 })
    expect(chosen.mase).toBeLessThanOrEqual(0.87)
    expect(inside(chosen)).toBeGreaterThanOrEqual(10)
    expect(fit(y, { period: 12, method: 'snaive' }).backtest({ origins: 1, h: 12 }).mase).toBeCloseTo(1.571, 3)
  })

  test('auto takes what foretold best', () => {
    const random = seeded(4)
    const walk = Array.from({ length: 80 }, () => 0)
    for (const t of walk.keys()) walk[t] = (walk[t - 4] ?? 200) + 10 * random.normal()
    // Each quarter walks on its own: nothing knows more than the last such quarter.
    expect(fit(walk, { period: 4, method: 'auto' }).method).toBe('snaive')
    expect(fit(austourists, { period: 4, method: 'auto' }).method).not.toBe('snaive')
  })

  test.each([
    { n: 3, period: 12, method: 'linear' },
    { n: 5, period: 1, method: 'linear' },
    { n: 8, period: 12, method: 'linear' },
    { n: 13, period: 12, method: 'snaive' },
    { n: 23, period: 12, method: 'snaive' },
    { n: 24, period: 12, method: 'combine' },
    { n: 6, period: 1, method: 'combine' },
    { n: 6, period: 3, method: 'combine' },
  ])('of $n values with seasons of $period $method answers', ({ n, period, method }) => {
    const random = seeded(n)
    const y = clockwork(n, [5, -3, 1]).map((value) => value + random.normal())
    const fitted = fit(y, { period })
    expect(fitted.method).toBe(method)
    expect(fitted.status === 'short').toBe(method !== 'combine')
    const { mean, lower, upper } = fitted.forecast(15)
    for (const [i, value] of mean.entries()) {
      expect(lower[0]?.[i]).toBeLessThan(value)
      expect(upper[0]?.[i]).toBeGreaterThan(value)
      expect(Math.abs(value)).toBeLessThan(1000)
    }
  })

  test.each(['hw', 'ets', 'theta', 'combine'] as const)('%s says the same in cents and in millions', (method) => {
    const of = (unit: number) =>
      fit(
        austourists.map((value) => value * unit),
        { period: 4, method },
      ).forecast(4)
    const [plain, large, small] = [of(1), of(1e9), of(1e-9)]
    for (const step of [0, 1, 2, 3]) {
      expect((large.mean[step] ?? 0) / 1e9 / (plain.mean[step] ?? 0)).toBeCloseTo(1, 6)
      expect(((small.upper[0]?.[step] ?? 0) * 1e9) / (plain.upper[0]?.[step] ?? 0)).toBeCloseTo(1, 6)
    }
  })

  test('two values are no series; a hole is a mistake', () => {
    expect(fitSeries([1, 2], { period: 12 })).toBeNull()
    expect(fitSeries([], { period: 12 })).toBeNull()
    expect(() => fitSeries([1, Number.NaN, 3], { period: 1 })).toThrow(/y\[1\]/)
    expect(() => fitSeries([1, 2, 3], { period: 0 })).toThrow(/period/)
  })

  test.each([
    ['nothing ever', Array.from({ length: 30 }, () => 0)],
    ['the same for ever', Array.from({ length: 30 }, () => 7)],
    ['a perfect line', clockwork(30, [0])],
    ['perfect seasons', clockwork(30, [3, -3, 8, -8])],
    ['one sale in 30', Array.from({ length: 30 }, (_, t) => (t === 11 ? 900 : 0))],
    ['a sudden start', Array.from({ length: 30 }, (_, t) => (t < 29 ? 0 : 900))],
    ['losses', clockwork(30, [3, -3, 8, -8]).map((value) => -value)],
    ['millions of cents', clockwork(30, [3, -4, 8, -8]).map((value, t) => 1e9 * value + ((t * 7919) % 1e6))],
    ['next to nothing', clockwork(30, [3, -4, 8, -8]).map((value, t) => 1e-9 * (value + ((t * 7919) % 13)))],
  ])('%s has an answer by every method, without nonsense', (_, y) => {
    const size = Math.max(...y.map(Math.abs))
    for (const method of ['auto', 'snaive', 'hw', 'ets', 'theta', 'combine'] as const) {
      const fitted = fit(y, { period: 4, method, paths: 500 })
      const { mean, lower, upper } = fitted.forecast(6)
      for (const [i, value] of mean.entries()) {
        expect(Math.abs(value)).toBeLessThanOrEqual(5 * size)
        expect(lower[0]?.[i]).toBeLessThanOrEqual(value)
        expect(upper[0]?.[i]).toBeGreaterThanOrEqual(value)
      }
      expect(Object.values(fitted.params).every(Number.isFinite)).toBe(true)
      const past = fitted.backtest({ origins: 3, h: 2 })
      for (const value of [past.mase, past.smape, past.coverage])
        expect(value === null || Number.isFinite(value)).toBe(true)
    }
  })
})

describe('a back-test', () => {
  test('is what forecasting then would have been', () => {
    const y = austourists.slice(0, 20)
    const past = fit(y, { period: 4, method: 'snaive' }).backtest({ origins: 3, h: 2, level: 0.5 })
    let [mase, covered] = [0, 0]
    for (const end of [16, 17, 18]) {
      const { mean, lower, upper } = seasonalNaive(y.slice(0, end), { period: 4 }).forecast(2, [0.5])
      for (const step of [0, 1]) {
        const came = y[end + step] ?? 0
        mase += Math.abs(came - (mean[step] ?? 0)) / (naiveScale(y.slice(0, end), 4) ?? 0) / 6
        if (came >= (lower[0]?.[step] ?? 0) && came <= (upper[0]?.[step] ?? 0)) covered++
      }
    }
    expect(past).toMatchObject({ origins: 3, n: 6, level: 0.5, coverage: covered / 6 })
    expect(past.mase).toBeCloseTo(mase, 12)
  })

  test('what came later changes nothing before it', () => {
    const y = austourists.slice(0, 40)
    const then = fit(y.slice(0, 36), { period: 4, method: 'auto' }).forecast(4).mean
    const scale = naiveScale(y.slice(0, 36), 4) ?? 0
    // The second time the year turns out as nobody foresaw: from all of it one would choose otherwise.
    for (const factor of [1, 3]) {
      const came = y.slice(36).map((value, i) => (i % 2 === 0 ? factor : 1) * value)
      const past = fit([...y.slice(0, 36), ...came], { period: 4, method: 'auto' }).backtest({ origins: 1, h: 4 })
      const errors = came.map((value, i) => Math.abs(value - (then[i] ?? 0)))
      expect(past.mase).toBeCloseTo(errors.reduce((sum, error) => sum + error, 0) / 4 / scale, 12)
    }
  })

  test('goes back no further than there are three values', () => {
    const fitted = fit([1, 4, 2, 5, 3], { period: 1 })
    expect(fitted.backtest({ origins: 9, h: 1 })).toMatchObject({ origins: 2, n: 2 })
    expect(fitted.backtest({ origins: 1, h: 3 })).toEqual({
      mase: null,
      smape: null,
      coverage: null,
      level: 0.95,
      origins: 0,
      n: 0,
    })
    expect(() => fitted.backtest({ origins: 0, h: 1 })).toThrow(/origins/)
  })
})
