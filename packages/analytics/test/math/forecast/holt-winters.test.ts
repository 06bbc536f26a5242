import { describe, expect, test } from 'vitest'
import { type HoltWintersOptions, holtWinters, seeded } from '../../../src/math/index.ts'
import { onShared } from '../../shared.ts'
import { clockwork, sharedSeries } from './series.ts'

const AP = ['time_series/AirPassengers.csv']
const printed = { alpha: 0.2755925, beta: 0.03269295, gamma: 0.8707292 }

describe('Holt-Winters', () => {
  onShared('check 19: multiplicative on AirPassengers at the parameters that R prints', AP, () => {
    const model = holtWinters(sharedSeries('AirPassengers'), { period: 12, seasonal: 'multiplicative', ...printed })
    expect(model.level).toBeCloseTo(469.3232206, 5)
    expect(model.trend).toBeCloseTo(3.0215391, 6)
    expect(model.sse).toBeCloseTo(16_570.778, 3)
  })

  onShared('check 19: its own fit of AirPassengers, and twelve months', AP, () => {
    const model = holtWinters(sharedSeries('AirPassengers'), { period: 12, seasonal: 'multiplicative' })
    expect(model.sse).toBeLessThanOrEqual(16_570.7778)
    const r = [
      447.055, 419.711, 464.865, 496.083, 507.531, 575.449, 666.59, 657.911, 550.307, 492.983, 420.205, 465.632,
    ]
    for (const [i, value] of model.forecast(12).mean.entries()) expect(value).toBeCloseTo(r[i] ?? 0, 2)
    expect(model).toMatchObject({ name: 'Holt-Winters multiplicative', status: 'ok' })
  })

  onShared('additive on AirPassengers rests on its bound, and says so', AP, () => {
    const model = holtWinters(sharedSeries('AirPassengers'), { period: 12 })
    expect(model.params.gamma).toBe(1)
    expect(model.status).toBe('at-bound')
    expect(model.params.alpha).toBeCloseTo(0.247962, 4)
    expect(model.params.beta).toBeCloseTo(0.034519, 4)
    expect(model.sse).toBeCloseTo(21_860.1845, 3)
    expect(model.level).toBeCloseTo(477.8228, 2)
    expect(model.trend).toBeCloseTo(3.12743, 4)
    expect(Math.min(...model.forecast(36).mean)).toBeGreaterThan(400)
  })

  test.each([3, 4, 12])('seasons of %i that run like clockwork go on so, without an error', (period) => {
    const season = Array.from({ length: period }, (_, i) => (i === 0 ? 10 * (period - 1) : -10))
    const y = clockwork(3 * period, season, 0)
    const model = holtWinters(y, { period })
    const next = clockwork(4 * period, season, 0).slice(3 * period)
    const { mean, lower, upper } = model.forecast(period)
    for (const [i, value] of mean.entries()) expect(value).toBeCloseTo(next[i] ?? 0, 6)
    expect(model.status).toBe('exact')
    expect([lower[0], upper[0]]).toEqual([mean, mean])
  })

  test('without seasons it is Holt’s line from the first two values, as in R', () => {
    const { level, trend, sse } = holtWinters([3, 5, 9, 8], { period: 1, alpha: 0.5, beta: 0.4 })
    // By hand: 7 expected, 9 came; then 10.4 expected, 8 came.
    expect(sse).toBeCloseTo(2 ** 2 + (10.4 - 8) ** 2, 12)
    expect(level).toBeCloseTo(9.2, 12)
    expect(trend).toBeCloseTo(0.4 * 1.2 + 0.6 * 2.4, 12)
  })

  test.each(['additive', 'multiplicative'] as const)('no weights of a grid leave less %s error', (seasonal) => {
    const y = noisy(7)
    const { sse } = holtWinters(y, { period: 4, seasonal })
    const grid = Array.from({ length: 11 }, (_, i) => i / 10)
    for (const alpha of grid) {
      for (const beta of grid) {
        for (const gamma of grid) {
          expect(holtWinters(y, { period: 4, seasonal, alpha, beta, gamma }).sse).toBeGreaterThanOrEqual(sse - 1e-9)
        }
      }
    }
  })

  // What one unforeseen unit does to the forecasts behind it, tried out instead of derived.
  test.each([
    { seasonal: 'additive' as const, tolerance: 1e-6 },
    // R takes the level of the season before for that of the step.
    { seasonal: 'multiplicative' as const, tolerance: 5e-3 },
  ])('the $seasonal intervals are as wide as what errors do', ({ seasonal, tolerance }) => {
    const y = noisy(3)
    const options: HoltWintersOptions = { period: 4, seasonal, alpha: 0.4, beta: 0.2, gamma: 0.3 }
    const model = holtWinters(y, options)
    const { mean, upper } = model.forecast(9)
    for (let h = 1; h <= 9; h++) {
      let variance = 1
      for (let shock = 1; shock < h; shock++) {
        const came = mean.slice(0, shock).with(shock - 1, (mean[shock - 1] ?? 0) + 1e-4)
        const moved =
          holtWinters([...y, ...came], options)
            .forecast(h - shock)
            .mean.at(-1) ?? 0
        variance += ((moved - (mean[h - 1] ?? 0)) / 1e-4) ** 2
      }
      const width = ((upper[0]?.[h - 1] ?? 0) - (mean[h - 1] ?? 0)) / (1.959963985 * model.sigma)
      expect(Math.abs(width / Math.sqrt(variance) - 1)).toBeLessThan(tolerance)
    }
  })

  test('what no model can mean is refused', () => {
    const y = noisy(1)
    expect(() => holtWinters(y, { period: 4, alpha: 1.5 })).toThrow(/alpha/)
    expect(() => holtWinters(y, { period: 0 })).toThrow(/period/)
    expect(() => holtWinters(y.slice(0, 7), { period: 4 })).toThrow(/at least 8/)
    expect(() => holtWinters(y.with(3, 0), { period: 4, seasonal: 'multiplicative' })).toThrow(/y\[3\]/)
    expect(() => holtWinters(y.with(3, Number.NaN), { period: 4 })).toThrow(/y\[3\]/)
  })
})

function noisy(seed: number): number[] {
  const random = seeded(seed)
  return clockwork(24, [12, -9, 4, -7], 1).map((value) => value + 3 * random.normal())
}
