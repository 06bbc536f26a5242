import { describe, expect, test } from 'vitest'
import { accuracy, combine, linearTrend, naiveScale, seasonalNaive, seeded, theta } from '../../../src/math/index.ts'
import { onShared } from '../../shared.ts'
import { clockwork, sharedSeries } from './series.ts'

const AP = ['time_series/AirPassengers.csv']
const split = () => {
  const y = sharedSeries('AirPassengers')
  return { seen: y.slice(0, 132), came: y.slice(132), scale: naiveScale(y.slice(0, 132), 12) }
}

describe('seasonal naive', () => {
  onShared('check 21 and 1.8: AirPassengers, the last twelve held out', AP, () => {
    const { seen, came, scale } = split()
    const { mean, lower, upper } = seasonalNaive(seen, { period: 12 }).forecast(12)
    expect(scale).toBeCloseTo(30.45, 12)
    expect(lower[0]?.[0]).toBeCloseTo(292.287, 3)
    expect(upper[0]?.[0]).toBeCloseTo(427.713, 3)
    const { mape, smape, mase, rmse } = accuracy(came, mean, scale)
    expect([mape, smape, mase, rmse].map((value) => value?.toFixed(4))).toEqual([
      '9.9875',
      '10.5718',
      '1.5709',
      '50.7083',
    ])
  })

  test('a season is repeated, and is less sure each time', () => {
    const { mean, lower, levels } = seasonalNaive([1, 2, 3, 2, 2, 5], { period: 3 }).forecast(7, [0.5])
    expect(mean).toEqual([2, 2, 5, 2, 2, 5, 2])
    expect(levels).toEqual([0.5])
    const widths = mean.map((value, i) => (value - (lower[0]?.[i] ?? 0)) / (0.6744897502 * Math.sqrt(5 / 3)))
    for (const [i, width] of widths.entries()) expect(width).toBeCloseTo(Math.sqrt([1, 1, 1, 2, 2, 2, 3][i] ?? 0), 9)
  })

  test('steps and levels are checked', () => {
    const model = seasonalNaive([1, 2, 3], { period: 1 })
    expect(() => model.forecast(0)).toThrow(/h/)
    expect(() => model.forecast(1.5)).toThrow(/h/)
    expect(() => model.forecast(1, [95])).toThrow(/levels\[0\]/)
  })
})

describe('a straight line', () => {
  test('Anscombe’s first set by its x has the textbook’s line and error', () => {
    // y of x = 4 … 14 (Anscombe, 1973): slope .5001, residual error 1.237.
    const model = linearTrend([4.26, 5.68, 7.24, 4.82, 6.95, 8.81, 8.04, 8.33, 10.84, 7.58, 9.96])
    expect(model.params.slope).toBeCloseTo(0.500091, 6)
    expect(model.params.intercept).toBeCloseTo(3.000091 + 3 * 0.500091, 5)
    expect(model.params.sigma).toBeCloseTo(1.2366, 4)
    // R: predict(lm, x = 15, interval = 'prediction'), t = 2.262157 at 9 degrees of freedom.
    const { mean, upper } = model.forecast(1)
    const error = 1.236603 * Math.sqrt(1 + 1 / 11 + (15 - 9) ** 2 / 110)
    expect((upper[0]?.[0] ?? 0) - (mean[0] ?? 0)).toBeCloseTo(2.262157 * error, 4)
  })

  test('three values leave one degree of freedom: the interval is wide, and says so', () => {
    const { mean, lower } = linearTrend([10, 12, 13]).forecast(1)
    expect(mean[0]).toBeCloseTo(44 / 3, 9)
    expect((mean[0] ?? 0) - (lower[0]?.[0] ?? 0)).toBeGreaterThan(5)
  })
})

describe('Theta', () => {
  onShared('1.8: AirPassengers, the last twelve held out, as statsmodels', AP, () => {
    const { seen, came, scale } = split()
    const model = theta(seen, { period: 12 })
    const { mean } = model.forecast(12)
    for (const [i, value] of [411.325, 402.231, 462.832].entries())
      expect(Math.abs((mean[i] ?? 0) / value - 1)).toBeLessThan(1e-4)
    expect(model.params.alpha).toBeCloseTo(0.90751, 2)
    expect(model.params.slope).toBeCloseTo(2.55389, 5)
    const { mape, mase } = accuracy(came, mean, scale)
    expect(mape).toBeCloseTo(5.3279, 3)
    expect(mase).toBeCloseTo(0.8649, 3)
  })

  test('a line is followed at half of its slope, beyond what smoothing has reached', () => {
    const y = clockwork(40, [0], 3)
    const { mean } = theta(y, { period: 1 }).forecast(3)
    expect((mean[2] ?? 0) - (mean[1] ?? 0)).toBeCloseTo(1.5, 6)
  })

  test('seasons are taken out if they show, and their kind is the data’s', () => {
    const seasonal = clockwork(40, [20, -20, 5, -5], 0)
    expect(theta(seasonal, { period: 4 }).name).toBe('Theta multiplicative')
    expect(
      theta(
        seasonal.map((value) => value - 100),
        { period: 4 },
      ).name,
    ).toBe('Theta additive')
    const random = seeded(6)
    expect(
      theta(
        seasonal.map(() => random.normal()),
        { period: 4 },
      ).name,
    ).toBe('Theta')
    expect(theta(seasonal, { period: 4, seasonal: 'none' }).name).toBe('Theta')
  })
})

describe('several at once', () => {
  test('a combination is the mean of the means and of the bounds', () => {
    const [a, b] = [seasonalNaive([1, 2, 4], { period: 1 }), linearTrend([1, 2, 4])]
    const levels = [0.5, 0.9]
    const both = combine([a, b]).forecast(2, levels)
    const [left, right] = [a.forecast(2, levels), b.forecast(2, levels)]
    expect(both.mean[1]).toBeCloseTo(((left.mean[1] ?? 0) + (right.mean[1] ?? 0)) / 2, 12)
    expect(both.lower[1]?.[0]).toBeCloseTo(((left.lower[1]?.[0] ?? 0) + (right.lower[1]?.[0] ?? 0)) / 2, 12)
    expect(both.upper[0]?.[1]).toBeCloseTo(((left.upper[0]?.[1] ?? 0) + (right.upper[0]?.[1] ?? 0)) / 2, 12)
    expect(() => combine([])).toThrow(/models/)
  })

  test('errors by hand; what cannot be measured is null', () => {
    expect(accuracy([2, 4], [1, 6], 0.5)).toEqual({
      n: 2,
      mae: 1.5,
      rmse: Math.sqrt(2.5),
      mape: 50,
      smape: (200 / 3 + 400 / 10) / 2,
      mase: 3,
    })
    expect(accuracy([0, 4], [1, 6])).toMatchObject({ mape: null, mase: null })
    expect(accuracy([0], [0], 1)).toMatchObject({ smape: 0, mase: 0 })
    expect(accuracy([], [])).toEqual({ n: 0, mae: null, rmse: null, mape: null, smape: null, mase: null })
    expect(naiveScale([5, 5, 5], 1)).toBeNull()
    expect(naiveScale([5, 6], 2)).toBeNull()
    expect(naiveScale([5, 6, 8, 4], 2)).toBe(2.5)
  })
})
