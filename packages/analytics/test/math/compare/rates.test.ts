import { describe, expect, test } from 'vitest'
import { compareRates, rate } from '../../../src/math/index.ts'
import { csv, onShared, shared } from '../../shared.ts'

const near = (value: number, digits = 5) => expect.closeTo(value, digits)

describe('a rate', () => {
  test('check 23: Wilson of 81 of 263 (Newcombe 1998)', () => {
    expect(rate({ num: 81, den: 263 })).toEqual({
      num: 81,
      den: 263,
      value: 81 / 263,
      ci: [near(0.25529), near(0.36621)],
      level: 0.95,
    })
  })

  test('of none and of all is bounded by 0 and 1 themselves; of nothing it is null', () => {
    expect(rate({ num: 0, den: 20 }).ci).toEqual([0, near(0.16113)])
    expect(rate({ num: 20, den: 20 }).ci).toEqual([near(0.83887), 1])
    expect(rate({ num: 0, den: 0 })).toMatchObject({ value: null, ci: null })
  })

  test('solves the equation that defines it: |p̂ − p| = z √(p(1−p)/n) at both ends', () => {
    for (const [num, den] of [
      [1, 7],
      [3, 10],
      [50, 400],
      [999, 1000],
    ] as const) {
      for (const p of rate({ num, den }, 0.9).ci ?? []) {
        expect(Math.abs(num / den - p)).toBeCloseTo(1.6448536269514722 * Math.sqrt((p * (1 - p)) / den), 10)
      }
    }
  })

  test('refuses what is no count', () => {
    const refused = (num: number, den: number, level: number, path: string) =>
      expect(() => rate({ num, den }, level)).toThrow(expect.objectContaining({ code: 'INVALID', path }))
    refused(5, 4, 0.95, 'num')
    refused(-1, 4, 0.95, 'num')
    refused(0.5, 4, 0.95, 'num')
    refused(1, Number.NaN, 0.95, 'den')
    refused(1, 4, 95, 'level')
  })
})

describe('two rates', () => {
  test('check 23: 56 of 70 against 48 of 80 (Newcombe 1998, table II a)', () => {
    expect(compareRates({ num: 56, den: 70 }, { num: 48, den: 80 })).toEqual({
      method: 'two-proportion z, Newcombe interval',
      n: [70, 80],
      values: [0.8, 0.6],
      difference: near(0.2, 12),
      ci: [near(0.05243), near(0.33387)],
      points: near(20, 10),
      relative: near(1 / 3, 12),
      statistic: near(2.65017),
      df: null,
      p: near(0.00805),
      level: 0.95,
      verdict: 'difference',
    })
  })

  test('check 23: 12 % against 5 % of a thousand each', () => {
    const { statistic, ci } = compareRates({ num: 120, den: 1000 }, { num: 50, den: 1000 })
    expect(statistic).toBeCloseTo(5.61259, 5)
    expect(ci).toEqual([near(0.04583), near(0.09465)])
  })

  test('points and the relative change are both named: from 20 % to 50 %, from 40 % to 15 %', () => {
    const up = compareRates({ num: 50, den: 100 }, { num: 20, den: 100 })
    expect([up.points, up.relative]).toEqual([near(30, 10), near(1.5, 10)])
    const down = compareRates({ num: 15, den: 100 }, { num: 40, den: 100 })
    expect([down.points, down.relative]).toEqual([near(-25, 10), near(-0.625, 10)])
    expect(compareRates({ num: 5, den: 100 }, { num: 0, den: 100 })).toMatchObject({ points: 5, relative: null })
  })

  test('with fewer than 30 on a side nothing is claimed, however small p is', () => {
    const clear = [
      { num: 29, den: 29 },
      { num: 0, den: 400 },
    ] as const
    expect(compareRates(...clear).p).toBeLessThan(1e-9)
    expect(compareRates(...clear).verdict).toBe('insufficient')
    expect(compareRates({ num: 30, den: 30 }, clear[1]).verdict).toBe('difference')
    expect(compareRates({ num: 15, den: 30 }, { num: 16, den: 30 }).verdict).toBe('no evidence')
  })

  test('all or none on both sides is no difference; nothing on a side is insufficient', () => {
    expect(compareRates({ num: 40, den: 40 }, { num: 50, den: 50 })).toMatchObject({
      statistic: 0,
      p: 1,
      verdict: 'no evidence',
    })
    expect(compareRates({ num: 0, den: 0 }, { num: 50, den: 90 })).toMatchObject({
      values: [null, 50 / 90],
      difference: null,
      ci: null,
      points: null,
      relative: null,
      p: null,
      verdict: 'insufficient',
    })
  })

  const telco = 'telco_churn/Telco-Customer-Churn.csv'
  onShared('check 23: churn of the Telco customers by gender', [telco], () => {
    const counts = { Male: { num: 0, den: 0 }, Female: { num: 0, den: 0 } }
    for (const row of csv(shared(telco))) {
      const side = counts[row.gender as 'Male' | 'Female']
      side.den += 1
      if (row.Churn === 'Yes') side.num += 1
    }
    const { statistic, p, verdict } = compareRates(counts.Female, counts.Male)
    expect(statistic).toBeCloseTo(0.72275, 5)
    expect(p).toBeCloseTo(0.46983, 5)
    expect(verdict).toBe('no evidence')
  })
})
