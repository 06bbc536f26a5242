import { describe, expect, test } from 'vitest'
import { type RfmInput, type RfmScores, rfmByRank, rfmByThresholds, seeded } from '../../../src/math/index.ts'

const { uniform } = seeded(11)
const customers = (n: number): RfmInput[] =>
  Array.from({ length: n }, (_, i) => ({
    id: `c${i}`,
    lastDay: 19_000 + Math.floor(40 * uniform()),
    frequency: 1 + Math.floor(6 * uniform()),
    monetary: Math.floor(20 * uniform()) * 100,
  }))

const shuffled = <T>(rows: readonly T[]): T[] =>
  rows
    .map((row) => ({ row, at: uniform() }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row)

const byId = (scores: readonly RfmScores[]) => scores.toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1))

/** ntile by counting: how many rows come before one in the order of (value, id). */
function naive(rows: readonly RfmInput[], of: 'lastDay' | 'frequency' | 'monetary', k: number, row: RfmInput): number {
  const before = rows.filter((other) => other[of] < row[of] || (other[of] === row[of] && other.id < row.id)).length
  const sizes = Array.from({ length: k }, (_, i) => Math.floor(rows.length / k) + (i < rows.length % k ? 1 : 0))
  return 1 + sizes.findIndex((_, i) => before < sizes.slice(0, i + 1).reduce((a, b) => a + b, 0))
}

describe('RFM by rank', () => {
  test.each([3, 5, 23, 100, 101, 104])(
    'check 12: equal to ntile(5) over (value, id), %i customers, in whatever order',
    (n) => {
      const rows = customers(n)
      const expected = rows.map((row) => ({
        id: row.id,
        r: naive(rows, 'lastDay', 5, row),
        f: naive(rows, 'frequency', 5, row),
        m: naive(rows, 'monetary', 5, row),
      }))
      expect(rfmByRank(rows)).toEqual(expected)
      expect(byId(rfmByRank(shuffled(rows)))).toEqual(byId(expected))
    },
  )

  test('the latest, the most frequent, the largest is best', () => {
    const scores = rfmByRank(
      [
        { id: 1, lastDay: 100, frequency: 9, monetary: 10 },
        { id: 2, lastDay: 200, frequency: 1, monetary: 99 },
      ],
      2,
    )
    expect(scores).toEqual([
      { id: 1, r: 1, f: 2, m: 1 },
      { id: 2, r: 2, f: 1, m: 2 },
    ])
  })

  test('ids that are numbers tie as numbers', () => {
    const rows = [10, 9, 8].map((id) => ({ id, lastDay: 1, frequency: 1, monetary: 1 }))
    expect(rfmByRank(rows, 3).map(({ r }) => r)).toEqual([3, 2, 1])
  })

  test('nobody has no scores; wrong input is refused', () => {
    expect(rfmByRank([])).toEqual([])
    const row = { id: 'a', lastDay: 1, frequency: 1, monetary: 1 }
    expect(() => rfmByRank([row], 0)).toThrow(expect.objectContaining({ code: 'INVALID', path: 'k' }))
    expect(() => rfmByRank([row, row])).toThrow(expect.objectContaining({ path: 'rows[1].id' }))
    expect(() => rfmByRank([{ ...row, monetary: Number.NaN }])).toThrow(expect.objectContaining({ path: 'rows[0]' }))
  })
})

describe('RFM by thresholds', () => {
  const bounds = { asOf: 1000, r: [365, 90, 30], f: [2, 5, 10], m: [100, 1000, 10_000] }
  const score = (lastDay: number, frequency: number, monetary: number) => {
    const [one] = rfmByThresholds([{ id: 'a', lastDay, frequency, monetary }], bounds)
    return [one?.r, one?.f, one?.m]
  }

  test('a bound that is just reached counts', () => {
    expect(score(1000 - 366, 1, 99)).toEqual([1, 1, 1])
    expect(score(1000 - 365, 2, 100)).toEqual([2, 2, 2])
    expect(score(1000 - 90, 5, 1000)).toEqual([3, 3, 3])
    expect(score(1000 - 30, 10, 10_000)).toEqual([4, 4, 4])
    expect(score(1000 - 31, 9, 9999)).toEqual([3, 3, 3])
  })

  test('bounds out of order are refused', () => {
    for (const [wrong, path] of [
      [{ r: [30, 90] }, 'r'],
      [{ f: [5, 2] }, 'f'],
      [{ m: [1, 1] }, 'm'],
      [{ asOf: Number.NaN }, 'asOf'],
    ] as const) {
      expect(() => rfmByThresholds([], { ...bounds, ...wrong })).toThrow(
        expect.objectContaining({ code: 'INVALID', path }),
      )
    }
  })
})
