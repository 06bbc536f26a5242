import { describe, expect, test } from 'vitest'
import { auc, brier, calibration, seeded } from '../../../src/math/index.ts'

describe('the quality of predictions', () => {
  const { uniform } = seeded(4)
  const scores = Array.from({ length: 120 }, () => Math.floor(10 * uniform()) / 10)
  const outcomes = scores.map((score) => uniform() < 0.2 + 0.6 * score)

  test('AUC is the share of pairs in the right order, ties half', () => {
    const pairs = scores.flatMap((a, i) =>
      scores.flatMap((b, j) => (outcomes[i] && !outcomes[j] ? [a > b ? 1 : a === b ? 0.5 : 0] : [])),
    )
    expect(auc(scores, outcomes)).toBeCloseTo(pairs.reduce((sum: number, one) => sum + one, 0) / pairs.length, 12)
    expect(auc([0.1, 0.4, 0.35, 0.8], [false, false, true, true])).toBe(0.75)
    expect(auc([1, 1, 1], [true, false, true])).toBe(0.5)
    expect(auc([1, 2], [true, true])).toBeNull()
    expect(auc([], [])).toBeNull()
  })

  test('Brier', () => {
    expect(brier([0.9, 0.2], [true, false])).toBeCloseTo(0.025, 12)
    expect(brier([], [])).toBeNull()
  })

  test('calibration: bins of as many, equal predictions together', () => {
    const ramp = Array.from({ length: 100 }, (_, i) => i / 100)
    const bins = calibration(
      ramp,
      ramp.map((p) => p >= 0.5),
      4,
    )
    expect(bins.map(({ from, to, observed }) => [from, to, observed.num, observed.den])).toEqual([
      [0, 0.24, 0, 25],
      [0.25, 0.49, 0, 25],
      [0.5, 0.74, 25, 25],
      [0.75, 0.99, 25, 25],
    ])
    expect(bins[1]?.predicted).toBeCloseTo(0.37, 12)
    const tied = calibration(
      [...ramp.fill(0.2, 10, 90)].reverse(),
      ramp.map(() => true),
      10,
    )
    expect(tied.filter(({ from, to }) => from <= 0.2 && to >= 0.2)).toHaveLength(1)
    expect(tied.reduce((sum, { observed }) => sum + observed.den, 0)).toBe(100)
    expect(calibration([], [])).toEqual([])
  })

  test('wrong input is refused at its place', () => {
    const refused = (run: () => unknown, path: string) =>
      expect(run).toThrow(expect.objectContaining({ code: 'INVALID', path }))
    refused(() => auc([1], [true, false]), 'scores')
    refused(() => auc([1, Number.NaN], [true, false]), 'scores[1]')
    refused(() => brier([1.2], [true]), 'probabilities[0]')
    refused(() => calibration([0.2], [true], 0), 'bins')
  })
})
