import { expect, test } from 'vitest'
import { adjusted, compareRates, holm } from '../../../src/math/index.ts'

test("as R's p.adjust(method = 'holm') has it", () => {
  expect(holm([0.01, 0.02, 0.03, 0.04, 0.05])).toEqual([0.05, 0.08, 0.09, 0.09, 0.09])
  expect(holm([0.04, 0.01, 0.03])).toEqual([0.06, 0.03, 0.06])
  expect(holm([0.7, 0.8])).toEqual([1, 1])
})

test('a test without a p-value is not counted', () => {
  expect(holm([0.02, null, 0.04])).toEqual([0.04, null, 0.04])
  expect(holm([])).toEqual([])
})

test('comparisons are judged together: what held alone may not hold among several', () => {
  const alone = compareRates({ num: 132, den: 200 }, { num: 112, den: 200 })
  expect(alone.verdict).toBe('difference')
  const few = compareRates({ num: 20, den: 20 }, { num: 0, den: 20 })
  const same = compareRates({ num: 100, den: 200 }, { num: 100, den: 200 })
  const judged = adjusted([alone, few, same])
  expect(judged.map(({ verdict }) => verdict)).toEqual(['no evidence', 'insufficient', 'no evidence'])
  expect(judged[0]?.pAdjusted).toBeCloseTo(2 * (alone.p ?? 0), 12)
  expect(judged[0]).toMatchObject({ p: alone.p, ci: alone.ci })
})
