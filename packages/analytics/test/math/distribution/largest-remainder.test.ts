import { describe, expect, test } from 'vitest'
import { largestRemainder, seeded } from '../../../src/math/index.ts'

describe('largest remainder', () => {
  test('the leftover units go to the largest remainders, ties to the earlier', () => {
    expect(largestRemainder(100, [1, 1, 1])).toEqual([34, 33, 33])
    expect(largestRemainder(101, [1, 1, 1])).toEqual([34, 34, 33])
    // Hamilton's apportionment of 10 seats: quotas 4.7, 1.6, 1.58, .8, .72, .6.
    expect(largestRemainder(10, [47_000, 16_000, 15_800, 8_000, 7_200, 6_000])).toEqual([5, 2, 1, 1, 1, 0])
  })

  test('what is negative is divided as its opposite', () => {
    expect(largestRemainder(-100, [1, 1, 1])).toEqual([-34, -33, -33])
    expect(largestRemainder(-1, [1, 2])).toEqual([0, -1])
  })

  test('sums to the total for amounts and weights of every size, within a unit of the quota', () => {
    const { uniform: random } = seeded(7)
    for (let i = 0; i < 300; i += 1) {
      const weights = Array.from(
        { length: 1 + Math.floor(random() * 9) },
        () => random() ** 9 * 10 ** (40 * random() - 20),
      )
      const total = Math.floor(random() * 2 ** 53 * 10 ** (-15 * random()))
      const parts = largestRemainder(total, weights)
      expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(total))
      const sum = weights.reduce((a, b) => a + b, 0)
      for (const [j, part] of parts.entries()) {
        const quota = (total * (weights[j] ?? 0)) / sum
        expect(Math.abs(part - quota)).toBeLessThanOrEqual(1 + quota * 1e-12)
      }
    }
  })

  test('weights of the ends of the doubles', () => {
    expect(largestRemainder(9, [Number.MIN_VALUE, Number.MIN_VALUE * 2])).toEqual([3, 6])
    expect(largestRemainder(9, [Number.MAX_VALUE, Number.MIN_VALUE])).toEqual([9, 0])
  })

  test('nothing to divide, nothing to divide by', () => {
    expect(largestRemainder(0, [0, 0])).toEqual([0, 0])
    expect(largestRemainder(0, [])).toEqual([])
    for (const [total, weights, path] of [
      [5, [], 'weights'],
      [5, [0, 0], 'weights'],
      [5, [1, -1], 'weights[1]'],
      [5, [Number.NaN], 'weights[0]'],
      [5, [Infinity], 'weights[0]'],
      [0.5, [1], 'total'],
      [2 ** 53, [1], 'total'],
    ] as const) {
      expect(() => largestRemainder(total, weights)).toThrow(expect.objectContaining({ code: 'INVALID', path }))
    }
  })
})
