import { describe, expect, test } from 'vitest'
import { bgbbModel, fitBgbb, fitSbg, sbgModel, seeded } from '../../../src/math/index.ts'
import { donors } from '../btyd/cdnow.ts'
import { enough, near, nearly } from '../expectations.ts'

describe('check 8: sBG on the two groups of Fader and Hardie 2007', () => {
  test.each([
    [[1000, 869, 743, 653, 593, 551, 517, 491], 0.66809, 3.8061, -1611.158, [0.4604, 0.4358, 0.4142, 0.3951, 0.378]],
    [[1000, 631, 468, 382, 326, 289, 262, 241], 0.70408, 1.18204, -1680.265, [0.2201, 0.2044, 0.1912, 0.1799, 0.17]],
  ])('%j', (cohort, alpha, beta, logLik, later) => {
    const model = enough(fitSbg([cohort]))
    nearly(model.params.alpha, alpha, 1e-3)
    nearly(model.params.beta, beta, 1e-3)
    near(model.logLik, logLik, 1e-3)
    for (const [i, share] of later.entries()) near(model.survival(8 + i), share, 5e-4)
    expect(model).toMatchObject({ status: 'ok', n: 1000 })
    expect(model.survival(0)).toBe(1)
    near(model.retention(3), model.survival(3) / model.survival(2), 1e-12)
  })

  test('cohorts of different age are one sample: the young tell of the first renewals only', () => {
    const [old, young] = [
      [1000, 869, 743, 653, 593, 551, 517, 491],
      [1000, 869, 743],
    ]
    const both = enough(fitSbg([old, young]))
    const naive = (cohort: readonly number[]) => {
      let [p, left, ln] = [both.params.alpha / (both.params.alpha + both.params.beta), 1, 0]
      for (let t = 1; t < cohort.length; t++) {
        ln += ((cohort[t - 1] ?? 0) - (cohort[t] ?? 0)) * Math.log(p)
        left -= p
        p *= (both.params.beta + t - 1) / (both.params.alpha + both.params.beta + t)
      }
      return ln + (cohort.at(-1) ?? 0) * Math.log(left)
    }
    near(both.logLik, naive(old) + naive(young), 1e-6)
    expect(both.n).toBe(2000)
  })

  test('through JSON', () => {
    const model = enough(fitSbg([[1000, 869, 743, 653]]))
    expect(sbgModel(JSON.parse(JSON.stringify(model))).survival(12)).toBe(model.survival(12))
  })

  test.each([
    ['nobody', []],
    ['one renewal', [[100, 90]]],
    ['nobody left', [[100, 100, 100]]],
  ])('too little: %s', (_, cohorts) => {
    expect(fitSbg(cohorts)).toMatchObject({
      status: 'insufficient',
      lost: cohorts.length === 1 && cohorts[0]?.[1] === 90 ? 10 : 0,
    })
  })

  test('everybody leaves with the same chance: the shapes end at their bounds, the curve holds', () => {
    const model = enough(fitSbg([[100000, 80000, 64000, 51200, 40960]]))
    expect(model).toMatchObject({ status: 'at-bound', se: null })
    near(model.survival(10), 0.8 ** 10, 1e-3)
  })

  test('everybody leaves at once', () => {
    const model = enough(fitSbg([[100, 0, 0]]))
    expect(model.status).toBe('at-bound')
    near(model.survival(1), 0, 1e-3)
  })

  test.each<readonly [string, () => unknown]>([
    ['cohorts.0.2', () => fitSbg([[10, 8, 9]])],
    ['cohorts.1.0', () => fitSbg([[10, 8], [1.5]])],
    ['t', () => sbgModel({ model: 'sbg', params: { alpha: 1, beta: 1 } }).retention(0)],
    ['params.beta', () => sbgModel({ model: 'sbg', params: { alpha: 1, beta: -1 } })],
  ])('refuses what is wrong at %s', (path, call) => {
    expect(call).toThrow(expect.objectContaining({ code: 'INVALID', details: expect.objectContaining({ path }) }))
  })
})

describe('check 8: BG/BB on the donations', () => {
  const model = enough(fitBgbb(donors))

  test('its parameters', () => {
    nearly(model.params.alpha, 1.2035, 1e-3)
    nearly(model.params.beta, 0.7497, 1e-3)
    nearly(model.params.gamma, 0.6567, 1e-3)
    nearly(model.params.delta, 2.7834, 1e-3)
    near(model.logLik, -33225.581, 0.01)
    expect(model).toMatchObject({ status: 'ok', n: 11_104 })
  })

  test('what it says of one history is what becomes of those simulated with that history', () => {
    const p = { alpha: 2, beta: 1, gamma: 1, delta: 3 }
    const random = seeded(8)
    // Beta of whole shapes: an order statistic of uniform numbers.
    const beta = (a: number, b: number) =>
      Array.from({ length: a + b - 1 }, () => random.uniform()).toSorted((x, y) => x - y)[a - 1] ?? 0
    const seen = { count: 0, alive: 0, later: 0 }
    for (let i = 0; i < 300_000; i++) {
      const [acts, stops] = [beta(p.alpha, p.beta), beta(p.gamma, p.delta)]
      let [x, tx, later, alive] = [0, 0, 0, true]
      let aliveAtEnd = true
      for (let period = 1; period <= 7; period++) {
        alive &&= random.uniform() >= stops
        if (period === 4) aliveAtEnd = alive
        if (!alive || random.uniform() >= acts) continue
        if (period > 4) later++
        else [x, tx] = [x + 1, period]
      }
      if (x !== 2 || tx !== 3) continue
      seen.count++
      seen.alive += aliveAtEnd ? 1 : 0
      seen.later += later
    }
    const model = bgbbModel({ model: 'bgbb', params: p })
    const row = { x: 2, tx: 3, n: 4 }
    near(model.pAlive(row), seen.alive / seen.count, 0.02)
    near(model.predict(row, 3), seen.later / seen.count, 0.03)
  })

  test('what it expects of the donors in the next five years, as published', () => {
    near(model.predict({ x: 0, tx: 0, n: 6 }, 5), 0.07, 0.005)
    near(model.predict({ x: 6, tx: 6, n: 6 }, 5), 3.75, 0.005)
  })

  test('weights are so many rows, and JSON keeps the model', () => {
    const some = donors.map((row) => ({ ...row, weight: Math.ceil(row.weight / 100) }))
    const rows = some.flatMap(({ weight, ...row }) => Array.from({ length: weight }, () => row))
    const [byWeight, byRow] = [enough(fitBgbb(some)), enough(fitBgbb(rows))]
    expect(byRow.n).toBe(byWeight.n)
    near(byRow.logLik, byWeight.logLik, 1e-9)
    const revived = bgbbModel(JSON.parse(JSON.stringify(byRow)))
    expect(revived.predict({ x: 1, tx: 2, n: 6 }, 3)).toBe(byRow.predict({ x: 1, tx: 2, n: 6 }, 3))
  })

  test('too little, and what is wrong', () => {
    expect(fitBgbb([{ x: 0, tx: 0, n: 6, weight: 500 }])).toEqual({ status: 'insufficient', n: 500, active: 0 })
    expect(fitBgbb([{ x: 1, tx: 1, n: 1, weight: 500 }])).toEqual({ status: 'insufficient', n: 500, active: 500 })
    for (const [path, row] of [
      ['rows.0.n', { x: 0, tx: 0, n: 1.5 }],
      ['rows.0.tx', { x: 1, tx: 3, n: 2 }],
      ['rows.0.x', { x: 3, tx: 2, n: 4 }],
      ['rows.0.tx', { x: 0, tx: 2, n: 4 }],
      ['rows.0.weight', { x: 0, tx: 0, n: 4, weight: 0 }],
    ] as const) {
      expect(() => fitBgbb([row])).toThrow(expect.objectContaining({ details: expect.objectContaining({ path }) }))
    }
  })
})
