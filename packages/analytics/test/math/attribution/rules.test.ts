import { describe, expect, test } from 'vitest'
import { type AttributionRule, largestRemainder, touchWeights } from '../../../src/math/index.ts'

const weights = (rule: AttributionRule, count: number) => touchWeights(rule, { count })

describe('the weights of touches', () => {
  test('first, last, linear', () => {
    expect(weights({ kind: 'first' }, 3)).toEqual([1, 0, 0])
    expect(weights({ kind: 'last' }, 3)).toEqual([0, 0, 1])
    expect(weights({ kind: 'linear' }, 4)).toEqual([0.25, 0.25, 0.25, 0.25])
    expect(weights({ kind: 'last' }, 0)).toEqual([])
  })

  test('position: 40/20/40; one touch has all, two have halves', () => {
    expect(weights({ kind: 'position' }, 1)).toEqual([1])
    expect(weights({ kind: 'position' }, 2)).toEqual([0.5, 0.5])
    expect(weights({ kind: 'position' }, 4)).toEqual([0.4, expect.closeTo(0.1, 12), expect.closeTo(0.1, 12), 0.4])
    expect(weights({ kind: 'position', first: 0.3, last: 0.6 }, 2)).toEqual([
      expect.closeTo(1 / 3),
      expect.closeTo(2 / 3),
    ])
    expect(largestRemainder(999, weights({ kind: 'position' }, 4))).toEqual([400, 100, 100, 399])
  })

  test('decay: a half-life halves, and years ago is as good as now', () => {
    const rule = { kind: 'decay', halfLife: 7 } as const
    expect(touchWeights(rule, { count: 3, ages: [14, 7, 0] })).toEqual([1 / 7, 2 / 7, 4 / 7])
    expect(touchWeights(rule, { count: 2, ages: [100_007, 100_000] })).toEqual([1 / 3, 2 / 3])
  })

  test('what is out of range is refused', () => {
    const refused = (rule: AttributionRule, path: string, ages?: number[]) =>
      expect(() => touchWeights(rule, { count: 2, ...(ages && { ages }) })).toThrow(
        expect.objectContaining({ code: 'INVALID', path }),
      )
    refused({ kind: 'position', first: 0.8, last: 0.4 }, 'first')
    refused({ kind: 'position', first: -0.1, last: 0.4 }, 'first')
    refused({ kind: 'position', first: 0, last: 0 }, 'first')
    refused({ kind: 'decay', halfLife: 0 }, 'halfLife', [1, 2])
    refused({ kind: 'decay', halfLife: 7 }, 'ages', [1])
    refused({ kind: 'decay', halfLife: 7 }, 'ages', [1, Number.NaN])
  })
})
