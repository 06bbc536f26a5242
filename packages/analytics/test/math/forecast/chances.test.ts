import { describe, expect, test } from 'vitest'
import { type Chance, seeded, shrunkenRate, sumOfChances } from '../../../src/math/index.ts'

/** Every way that it can end. */
function everyEnd(chances: readonly Chance[]): { readonly sum: number; readonly share: number }[] {
  return chances
    .reduce(
      (ends, { amount, probability }) =>
        ends.flatMap(({ sum, share }) => [
          { sum, share: share * (1 - probability) },
          { sum: sum + amount, share: share * probability },
        ]),
      [{ sum: 0, share: 1 }],
    )
    .sort((a, b) => a.sum - b.sum)
}

function quantile(ends: readonly { readonly sum: number; readonly share: number }[], p: number): number {
  let reached = 0
  for (const { sum, share } of ends) {
    reached += share
    if (reached >= p - 1e-12) return sum
  }
  return Number.NaN
}

const pipeline = (n: number, seed: number): Chance[] => {
  const random = seeded(seed)
  return Array.from({ length: n }, () => ({
    amount: 500 * Math.ceil(40 * random.uniform()),
    probability: random.uniform(),
  }))
}

describe('a sum of chances', () => {
  test.each([1, 2, 3, 4, 5])('exact, as every end of twelve deals has it (seed %i)', (seed) => {
    const deals = pipeline(12, seed)
    const ends = everyEnd(deals)
    const levels = [0.5, 0.8, 0.95, 0.999]
    const sum = sumOfChances(deals, { levels })
    expect(sum.method).toBe('exact')
    expect(sum.lower).toEqual(levels.map((level) => quantile(ends, (1 - level) / 2)))
    expect(sum.upper).toEqual(levels.map((level) => quantile(ends, (1 + level) / 2)))
    const mean = ends.reduce((total, end) => total + end.sum * end.share, 0)
    expect(sum.mean).toBeCloseTo(mean, 6)
    const variance = ends.reduce((total, end) => total + (end.sum - mean) ** 2 * end.share, 0)
    expect(sum.deviation).toBeCloseTo(Math.sqrt(variance), 6)
  })

  test('equal deals are a binomial', () => {
    // R: qbinom(c(.025, .975), 40, .3) is 7 and 18.
    const sum = sumOfChances(Array.from({ length: 40 }, () => ({ amount: 250_000_00, probability: 0.3 })))
    expect(sum).toMatchObject({ n: 40, method: 'exact', lower: [7 * 250_000_00], upper: [18 * 250_000_00] })
  })

  test('simulated where the sums are too many, near the exact ones, the same by the same seed', () => {
    const deals = pipeline(60, 9)
    const odd = deals.map(({ amount, probability }) => ({ amount: amount + 0.5, probability }))
    const [exact, drawn] = [sumOfChances(deals), sumOfChances(odd, { seed: 3 })]
    expect([exact.method, drawn.method]).toEqual(['exact', 'simulated'])
    expect(Math.abs((drawn.lower[0] ?? 0) - (exact.lower[0] ?? 0))).toBeLessThan(0.1 * exact.deviation)
    expect(Math.abs((drawn.upper[0] ?? 0) - (exact.upper[0] ?? 0))).toBeLessThan(0.1 * exact.deviation)
    expect(sumOfChances(odd, { seed: 3 })).toEqual(drawn)
    expect(sumOfChances(odd, { seed: 4 })).not.toEqual(drawn)
  })

  test('what is certain, and what is out of the question', () => {
    const certain = { amount: 70, probability: 1 }
    const never = { amount: 9000, probability: 0 }
    expect(sumOfChances([certain, never])).toMatchObject({
      mean: 70,
      deviation: 0,
      lower: [70],
      upper: [70],
      method: 'exact',
    })
    expect(sumOfChances([certain, { amount: 30, probability: 0.5 }])).toMatchObject({ lower: [70], upper: [100] })
    expect(sumOfChances([])).toMatchObject({ n: 0, mean: 0, lower: [0], upper: [0] })
    expect(sumOfChances([{ amount: -50, probability: 0.5 }])).toMatchObject({ lower: [-50], upper: [0] })
  })

  test('what no chance can be is refused', () => {
    expect(() => sumOfChances([{ amount: 1, probability: 30 }])).toThrow(/chances\[0\]\.probability/)
    expect(() => sumOfChances([{ amount: Number.NaN, probability: 0.3 }])).toThrow(/chances\[0\]\.amount/)
    expect(() => sumOfChances([], { levels: [1] })).toThrow(/levels\[0\]/)
  })
})

describe('a rate of a small group', () => {
  test('is drawn towards that of all by ten cases, less as it has more', () => {
    expect(shrunkenRate({ hits: 3, n: 4, prior: 0.31 }).rate).toBeCloseTo((3 + 3.1) / 14, 12)
    expect(shrunkenRate({ hits: 300, n: 400, prior: 0.31 }).rate).toBeCloseTo(0.7393, 4)
    expect(shrunkenRate({ hits: 0, n: 0, prior: 0.31 }).rate).toBeCloseTo(0.31, 12)
    expect(shrunkenRate({ hits: 3, n: 4, prior: 0.31, strength: 1 }).rate).toBeCloseTo(3.31 / 5, 12)
  })

  test('its interval is that of the Beta distribution', () => {
    // A flat prior of strength 2: R's qbeta(c(.025, .975), 2, 2).
    const { interval } = shrunkenRate({ hits: 1, n: 2, prior: 0.5, strength: 2 })
    expect(interval[0]).toBeCloseTo(0.0942993, 6)
    expect(interval[1]).toBeCloseTo(0.9057007, 6)
  })

  test('at the ends it stays a rate', () => {
    expect(shrunkenRate({ hits: 0, n: 9, prior: 0 })).toEqual({ rate: 0, interval: [0, 0] })
    expect(shrunkenRate({ hits: 9, n: 9, prior: 1 })).toEqual({ rate: 1, interval: [1, 1] })
    expect(() => shrunkenRate({ hits: 5, n: 4, prior: 0.3 })).toThrow(/n/)
    expect(() => shrunkenRate({ hits: 1, n: 4, prior: 30 })).toThrow(/prior/)
  })
})
