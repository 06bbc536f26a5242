import { describe, expect, test } from 'vitest'
import { auc, brier, calibration, logit, logitProbability, seeded } from '../../../src/math/index.ts'
import { csv, onShared, shared } from '../../shared.ts'

const telco = 'telco_churn/Telco-Customer-Churn.csv'
const customers = () => {
  const all = [...csv(shared(telco))]
  const flag = (is: boolean) => (is ? 1 : 0)
  return {
    all,
    churned: all.map((row) => row.Churn === 'Yes'),
    rows: all.map((row) => [
      Number(row.tenure),
      Number(row.MonthlyCharges),
      flag(row.Contract === 'One year'),
      flag(row.Contract === 'Two year'),
      flag(row.InternetService === 'Fiber optic'),
    ]),
  }
}
const names = ['tenure', 'MonthlyCharges', 'one', 'two', 'fiber']

describe('logistic regression', () => {
  onShared('check 24: churn of the Telco customers', [telco], () => {
    const { rows, churned } = customers()
    const model = logit(rows, churned, { names })
    expect(model).toMatchObject({ status: 'ok', n: 7043, events: 1869, excluded: 0 })
    const published = [-1.23894, -0.034108, 0.0163818, -0.959428, -1.875453, 0.764261]
    expect(model.coefficients.map(({ name }) => name)).toEqual(['(intercept)', ...names])
    for (const [j, value] of published.entries()) expect(model.coefficients[j]?.value).toBeCloseTo(value, 6)
    expect(model.logLik).toBeCloseTo(-3051.12992, 5)
    const predicted = rows.map((row) => logitProbability(model, row))
    expect(auc(predicted, churned)).toBeCloseTo(0.830763, 6)
    expect(brier(predicted, churned)).toBeCloseTo(0.141991, 6)
    const bins = calibration(predicted, churned)
    expect(bins.reduce((sum, { observed }) => sum + observed.num, 0)).toBe(1869)
    expect(bins.map(({ observed }) => observed.den).every((n) => n >= 690 && n <= 720)).toBe(true)
  })

  onShared(
    'check 24: the eleven without total charges are left out of a fit that uses these, and counted',
    [telco],
    () => {
      const { all, churned } = customers()
      const charges = all.map((row) => [row.TotalCharges?.trim() ? Number(row.TotalCharges) : Number.NaN])
      expect(logit(charges, churned)).toMatchObject({ status: 'ok', n: 7032, excluded: 11 })
    },
  )

  test("as R's glm(am ~ wt, binomial, mtcars) has it", () => {
    const wt = [
      2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424, 5.345, 2.2,
      1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78,
    ]
    const manual = new Set([0, 1, 2, 17, 18, 19, 25, 26, 27, 28, 29, 30, 31])
    const model = logit(
      wt.map((x) => [x]),
      wt.map((_, i) => manual.has(i)),
      { names: ['wt'] },
    )
    const [intercept, slope] = model.coefficients
    expect([intercept?.value, slope?.value]).toEqual([expect.closeTo(12.04, 3), expect.closeTo(-4.024, 3)])
    // R's errors are those of the step before the last: the fourth digit differs.
    expect([intercept?.se, slope?.se]).toEqual([expect.closeTo(4.51, 2), expect.closeTo(1.436, 2)])
    expect([intercept?.z, slope?.z]).toEqual([expect.closeTo(2.67, 3), expect.closeTo(-2.801, 3)])
    expect([intercept?.p, slope?.p]).toEqual([expect.closeTo(0.00759, 5), expect.closeTo(0.00509, 4)])
    // Deviances 43.230 and 19.176.
    expect(-2 * (model.nullLogLik ?? 0)).toBeCloseTo(43.23, 2)
    expect(-2 * (model.logLik ?? 0)).toBeCloseTo(19.176, 3)
  })

  test('one column of 0 and 1 is the log of the odds ratio, with the error of its four counts', () => {
    const rows = [...Array(40).keys()].map((i) => [i < 25 ? 1 : 0])
    const outcomes = rows.map((_, i) => i < 10 || (i >= 25 && i < 28))
    const { coefficients } = logit(rows, outcomes)
    expect(coefficients[0]?.value).toBeCloseTo(Math.log(3 / 12), 9)
    expect(coefficients[1]?.value).toBeCloseTo(Math.log((10 * 12) / (15 * 3)), 9)
    expect(coefficients[1]?.se).toBeCloseTo(Math.sqrt(1 / 10 + 1 / 15 + 1 / 3 + 1 / 12), 9)
    expect(coefficients[0]?.se).toBeCloseTo(Math.sqrt(1 / 3 + 1 / 12), 9)
  })

  test('units do not matter: cents far from 0 as good as thousands', () => {
    const { normal, uniform } = seeded(2)
    const x = Array.from({ length: 400 }, () => normal())
    const outcomes = x.map((value) => uniform() < 1 / (1 + Math.exp(-value)))
    const plain = logit(
      x.map((value) => [value]),
      outcomes,
    )
    const cents = logit(
      x.map((value) => [1e9 + 1e5 * value]),
      outcomes,
    )
    expect(cents.logLik).toBeCloseTo(plain.logLik ?? 0, 6)
    expect((cents.coefficients[1]?.value ?? 0) * 1e5).toBeCloseTo(plain.coefficients[1]?.value ?? 0, 6)
    expect(cents.coefficients[1]?.z).toBeCloseTo(plain.coefficients[1]?.z ?? 0, 6)
  })
})

describe('data without an answer', () => {
  const coin = (n: number) => {
    const { uniform } = seeded(n)
    return Array.from({ length: n }, () => uniform())
  }
  const x = coin(60)
  const outcomes = coin(61)
    .slice(0, 60)
    .map((value) => value < 0.5)
  const nothing = { coefficients: [], logLik: null }

  test('separated, in whole, at a point in common, or in one corner', () => {
    const whole = logit(
      x.map((value) => [value]),
      x.map((value) => value > 0.5),
    )
    expect(whole).toMatchObject({ status: 'separated', ...nothing })
    const touching = logit([[1], [2], [3], [3], [4], [5]], [false, false, false, true, true, true])
    expect(touching).toMatchObject({ status: 'separated', ...nothing })
    // A flag that is only set with the outcome; the rest overlaps.
    const corner = logit(
      x.map((value, i) => [value, outcomes[i] && i % 3 === 0 ? 1 : 0]),
      outcomes,
    )
    expect(corner).toMatchObject({ status: 'separated', ...nothing })
    const scaled = logit(
      x.map((value, i) => [value, 1e6 + (outcomes[i] && i % 3 === 0 ? 1e-3 : 0)]),
      outcomes,
    )
    expect(scaled.status).toBe('separated')
  })

  test('nearly separated still has its maximum', () => {
    const one = x.map((value) => value > 0.5)
    one[x.indexOf(Math.max(...x))] = false
    expect(
      logit(
        x.map((value) => [value]),
        one,
      ).status,
    ).toBe('ok')
    const steep = logit([[1], [2], [3], [3.001], [4], [5]], [false, false, true, false, true, true])
    expect(steep.status).toBe('ok')
  })

  test('collinear columns are named: constant, twice, or the sum of others', () => {
    const rows = x.map((value, i) => [value, i % 2, 7, 3 * value, value + (i % 2)])
    const model = logit(rows, outcomes, { names: ['a', 'b', 'constant', 'thrice', 'sum'] })
    expect(model).toMatchObject({ status: 'collinear', collinear: ['constant', 'thrice', 'sum'], ...nothing })
  })

  test('one class, too few, none', () => {
    expect(
      logit(
        x.map((value) => [value]),
        x.map(() => true),
      ),
    ).toMatchObject({ status: 'one class', nullLogLik: 0, ...nothing })
    expect(
      logit(
        [
          [1, 2],
          [2, 1],
          [3, 3],
        ],
        [true, false, true],
      ),
    ).toMatchObject({ status: 'too few', ...nothing })
    expect(logit([], [])).toMatchObject({ status: 'too few', n: 0, nullLogLik: null })
    expect(logit([[Number.NaN], [Infinity]], [true, false])).toMatchObject({ status: 'too few', n: 0, excluded: 2 })
  })

  test('an intercept alone is the rate', () => {
    const { status, coefficients } = logit(
      Array.from({ length: 8 }, () => []),
      [...Array(8).keys()].map((i) => i < 2),
    )
    expect(status).toBe('ok')
    expect(coefficients).toMatchObject([{ value: expect.closeTo(Math.log(2 / 6), 9) }])
  })

  test('wrong input is refused at its place', () => {
    const refused = (run: () => unknown, path: string) =>
      expect(run).toThrow(expect.objectContaining({ code: 'INVALID', path }))
    refused(() => logit([[1], [2]], [true]), 'outcomes')
    refused(() => logit([[1], [2, 3]], [true, false]), 'rows[1]')
    refused(() => logit([[1], [2]], [true, false], { names: ['a', 'b'] }), 'names')
    refused(() => logitProbability(logit([], []), [1]), 'features')
  })
})
