import { describe, expect, test } from 'vitest'
import { compareMeans, moments } from '../../../src/math/index.ts'
import { csv, onShared, shared } from '../../shared.ts'

describe('two means', () => {
  test("as R's t.test(extra ~ group, sleep) has it", () => {
    const first = moments([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2])
    const second = moments([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    const found = compareMeans(first, second)
    expect(found.values).toEqual([expect.closeTo(0.75, 12), expect.closeTo(2.33, 12)])
    expect(found.statistic).toBeCloseTo(-1.8608, 4)
    expect(found.df).toBeCloseTo(17.776, 3)
    expect(found.p).toBeCloseTo(0.07939, 5)
    expect(found.ci?.[0]).toBeCloseTo(-3.3654832, 7)
    expect(found.ci?.[1]).toBeCloseTo(0.2054832, 7)
    expect(found).toMatchObject({ points: null, relative: expect.closeTo(-1.58 / 2.33, 12), verdict: 'insufficient' })
  })

  const telco = 'telco_churn/Telco-Customer-Churn.csv'
  onShared('check 23: monthly charges of the Telco customers, churned against kept', [telco], () => {
    const rows = [...csv(shared(telco))]
    const charges = (churn: string) =>
      rows.filter((row) => row.Churn === churn).map((row) => Number(row.MonthlyCharges))
    const found = compareMeans(moments(charges('Yes')), moments(charges('No')))
    expect(found.values).toEqual([expect.closeTo(74.44133, 5), expect.closeTo(61.26512, 5)])
    expect(found.statistic).toBeCloseTo(18.40753, 5)
    expect(found.df).toBeCloseTo(4135.79502, 5)
    expect(found.verdict).toBe('difference')
  })

  test('nothing that varies, or too few to tell, has no test', () => {
    const none = { ci: null, statistic: null, df: null, p: null, verdict: 'insufficient' }
    expect(compareMeans(moments([5, 5, 5]), moments([6, 6]))).toMatchObject({ difference: -1, ...none })
    expect(compareMeans(moments([5]), moments([6, 7]))).toMatchObject({ difference: -1.5, ...none })
    expect(compareMeans(moments([]), moments([6, 7]))).toMatchObject({ values: [null, 6.5], difference: null, ...none })
    expect(() => compareMeans(moments([]), moments([]), 1)).toThrow(expect.objectContaining({ path: 'level' }))
  })
})

test('moments do not cancel far from 0, and leave out what is no number', () => {
  expect(moments([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16, Number.NaN, Infinity])).toEqual({
    n: 4,
    mean: 1e9 + 10,
    variance: 30,
  })
  expect(moments([7])).toEqual({ n: 1, mean: 7, variance: 0 })
})
