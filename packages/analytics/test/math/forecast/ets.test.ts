import { describe, expect, test } from 'vitest'
import { type EtsClass, ets, seeded } from '../../../src/math/index.ts'
import { onShared } from '../../shared.ts'
import { austourists, clockwork, reference, sharedSeries } from './series.ts'

const AAA: EtsClass = { error: 'A', trend: 'A', season: 'A' }
const MAM: EtsClass = { error: 'M', trend: 'A', season: 'M' }

/** R's letters. */
function classOf(letters: string, damped: boolean): EtsClass {
  const [error, trend, season] = letters
  const of = (letter: string | undefined) => (letter === 'A' || letter === 'M' ? letter : 'N')
  return { error: error === 'M' ? 'M' : 'A', trend: of(trend), season: of(season), ...(damped ? { damped } : {}) }
}

/** R's parameters and states; its seasons stand with the newest first. */
function asR(model: string, damped: boolean) {
  const r = reference.find((each) => each.model === model && each.damped === damped)
  if (r === undefined) throw new Error(`R has no ${model}`)
  const of = classOf(model, damped)
  const [level = 0, ...rest] = r.initstate
  const [trend = 0] = rest
  const season = rest.slice(of.trend === 'N' ? 0 : 1).reverse()
  return ets(austourists, {
    period: 4,
    class: of,
    given: {
      weights: { alpha: r.alpha, beta: r.beta ?? 0, gamma: r.gamma, phi: r.phi ?? 1 },
      initial: { level, season, ...(of.trend === 'N' ? {} : { trend }) },
    },
  })
}

describe('exponential smoothing', () => {
  test('R fitted eleven classes', () => expect(reference).toHaveLength(11))

  test.each(reference)('check 20: $model, damped $damped, as R computes it', ({ model, damped, ...r }) => {
    const fitted = asR(model, damped)
    expect(Math.abs(fitted.logLik - r.loglik)).toBeLessThan(1e-3)
    expect(fitted.sigma ** 2 / r.sigma2).toBeCloseTo(1, 5)
    const tolerance = damped && (model === 'MAM' || model === 'MMM') ? 0.03 : 1e-3
    fitted.forecast(4).mean.forEach((value, i) => {
      expect(Math.abs(value - (r.forecast[i] ?? 0))).toBeLessThan(tolerance)
    })
  })

  test.each(reference)(
    'its own fit of $model, damped $damped, is at least as likely as R’s',
    ({ model, damped, loglik }) => {
      const fitted = ets(austourists, { period: 4, class: classOf(model, damped) })
      expect(fitted.logLik).toBeGreaterThan(loglik - 1e-3)
      expect(fitted.status).not.toBe('not-converged')
      // The same likelihood from what it says it found.
      const again = ets(austourists, { period: 4, class: fitted.class, given: weightsOf(fitted) })
      expect(again.logLik).toBeCloseTo(fitted.logLik, 9)
    },
  )

  test('check 20: its own AAA reaches −201.28', () => {
    expect(ets(austourists, { period: 4, class: AAA }).logLik).toBeGreaterThanOrEqual(-201.28)
  })

  test('check 21: the intervals of R’s AAA', () => {
    const model = asR('AAA', false)
    const { mean, upper } = model.forecast(8)
    const sigma = [2.4911, 2.5419, 2.5918, 2.6408, 3.1214, 3.1624, 3.2029, 3.243]
    mean.forEach((value, i) => {
      expect(Math.abs(((upper[0]?.[i] ?? 0) - value) / 1.959963985 - (sigma[i] ?? 0))).toBeLessThan(1e-3)
    })
  })

  // What one unforeseen unit does to the forecasts behind it, tried out instead of derived.
  test.each(['AAA', 'ANA'])('the intervals of %s, damped or not, are as wide as what errors do', (letters) => {
    for (const damped of letters === 'AAA' ? [false, true] : [false]) {
      const of = classOf(letters, damped)
      const initial = { level: 24, trend: 0.6, season: [5, -6, -1, 2] }
      const given = { weights: { alpha: 0.3, beta: 0.1, gamma: 0.2, phi: damped ? 0.9 : 1 }, initial }
      const at = (y: readonly number[]) => ets(y, { period: 4, class: of, given })
      const model = at(austourists)
      const { mean, upper } = model.forecast(9)
      for (let h = 1; h <= 9; h++) {
        let variance = 1
        for (let shock = 1; shock < h; shock++) {
          const came = mean.slice(0, shock).with(shock - 1, (mean[shock - 1] ?? 0) + 1)
          variance +=
            ((at([...austourists, ...came])
              .forecast(h - shock)
              .mean.at(-1) ?? 0) -
              (mean[h - 1] ?? 0)) **
            2
        }
        expect(((upper[0]?.[h - 1] ?? 0) - (mean[h - 1] ?? 0)) / (1.959963985 * model.sigma)).toBeCloseTo(
          Math.sqrt(variance),
          6,
        )
      }
    }
  })

  test('simulated intervals: as analysis has it where it can, the same by the same seed only', () => {
    const model = (seed: number) => ets(austourists, { period: 4, class: MAM, seed, paths: 20_000 })
    const fitted = model(1)
    const first = fitted.forecast(4, [0.5, 0.95])
    expect(model(1).forecast(4, [0.5, 0.95])).toEqual(first)
    expect(model(2).forecast(4, [0.5, 0.95])).not.toEqual(first)
    // One step on, a multiplicative error is normal.
    const [value = 0] = first.mean
    expect((first.upper[1]?.[0] ?? 0) / value).toBeCloseTo(1 + 1.96 * fitted.sigma, 2)
    expect((first.lower[1]?.[0] ?? 0) / value).toBeCloseTo(1 - 1.96 * fitted.sigma, 2)
    expect((first.upper[0]?.[0] ?? 0) / value).toBeCloseTo(1 + 0.6745 * fitted.sigma, 2)
    // Further on it spreads.
    const width = (step: number) =>
      ((first.upper[1]?.[step] ?? 0) - (first.lower[1]?.[step] ?? 0)) / (first.mean[step] ?? 1)
    expect(width(3)).toBeGreaterThan(width(0))
  })

  test('AICc counts what is fitted', () => {
    const simple = ets([3, 5, 4, 6, 5, 8, 7], { period: 1, class: { error: 'A', trend: 'N', season: 'N' } })
    // α, the level and σ, of seven values.
    expect(simple.aicc).toBeCloseTo(-2 * simple.logLik + 6 + 24 / 3, 9)
  })

  test('the class is chosen by the data', () => {
    const random = seeded(5)
    const noise = () => random.normal()
    const flat = Array.from({ length: 60 }, () => 50 + noise())
    expect(ets(flat, { period: 4 }).class).toMatchObject({ trend: 'N', season: 'N' })
    const rising = clockwork(60, [0], 3).map((value) => value + noise())
    expect(ets(rising, { period: 4 }).class).toMatchObject({ trend: 'A', season: 'N' })
    const seasonal = clockwork(60, [9, -9, 5, -5], 0).map((value) => value + noise())
    expect(ets(seasonal, { period: 4 }).class).toMatchObject({ trend: 'N', season: expect.stringMatching(/A|M/) })
    expect(
      ets(
        seasonal.map((value) => value - 100),
        { period: 4 },
      ).class,
    ).toMatchObject({ error: 'A', season: 'A' })
  })

  onShared(
    'AirPassengers, twelve months held out: errors and seasons multiply',
    ['time_series/AirPassengers.csv'],
    () => {
      const y = sharedSeries('AirPassengers')
      const model = ets(y.slice(0, 132), { period: 12 })
      expect(model.name).toBe('ETS(M,A,M)')
      const { lower, upper } = model.forecast(12)
      const inside = y.slice(132).filter((value, i) => value >= (lower[0]?.[i] ?? 0) && value <= (upper[0]?.[i] ?? 0))
      expect(inside.length).toBeGreaterThanOrEqual(10)
    },
  )

  test('more than two dozen seasons keep the figures of their decomposition', () => {
    const season = Array.from({ length: 52 }, (_, week) => 20 * Math.sin((2 * Math.PI * week) / 52))
    const random = seeded(9)
    const y = clockwork(156, season, 0.1).map((value) => value + random.normal())
    const model = ets(y, { period: 52, class: AAA })
    const next = clockwork(208, season, 0.1).slice(156)
    for (const [i, value] of model.forecast(52).mean.entries()) expect(Math.abs(value - (next[i] ?? 0))).toBeLessThan(5)
  })

  test('what no model can mean is refused', () => {
    const fit = (of: EtsClass, y = austourists) => ets(y, { period: 4, class: of })
    expect(() => fit({ error: 'A', trend: 'A', season: 'M' })).toThrow(/not stable/)
    expect(() => fit({ error: 'M', trend: 'M', season: 'A' })).toThrow(/not stable/)
    expect(() => fit({ error: 'A', trend: 'N', season: 'N', damped: true })).toThrow(/damp/)
    expect(() => fit(MAM, austourists.with(2, -1))).toThrow(/y\[2\]/)
    expect(() => fit(AAA, austourists.slice(0, 7))).toThrow(/at least 8/)
    const given = { weights: { alpha: 0.2 }, initial: { level: 3, season: [1, 2] } }
    expect(() => ets(austourists, { period: 4, class: AAA, given })).toThrow(/expected 4/)
  })
})

function weightsOf(model: ReturnType<typeof ets>) {
  const { alpha = 0, ...rest } = model.params
  return { weights: { alpha, ...rest }, initial: model.initial }
}
