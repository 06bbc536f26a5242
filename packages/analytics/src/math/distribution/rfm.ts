import { invalid } from '@guanxi/core'
import { whole } from '../inputs.ts'
import { byKey } from './keys.ts'

/** A customer's purchases in three numbers. */
export interface RfmInput {
  readonly id: string | number
  /** The day of the last purchase, as a count of days since whatever epoch. */
  readonly lastDay: number
  /** Purchases. */
  readonly frequency: number
  /** What they came to. */
  readonly monetary: number
}

/** A customer's scores: 1 is worst. */
export interface RfmScores {
  readonly id: string | number
  readonly r: number
  readonly f: number
  readonly m: number
}

/**
 * Scores by fixed bounds, each list from the worst to the best; a score is 1 and one more for each bound that is reached.
 *
 * @example
 * const bounds: RfmThresholds = { asOf: 20_000, r: [365, 90, 30], f: [2, 5, 10], m: [100, 1_000, 10_000] }
 */
export interface RfmThresholds {
  /** The day on which recency is judged, in the days of {@link RfmInput.lastDay}. */
  readonly asOf: number
  /** Falling: at most so many days since the last purchase. */
  readonly r: readonly number[]
  /** Rising: at least so many purchases. */
  readonly f: readonly number[]
  /** Rising: at least such a sum. */
  readonly m: readonly number[]
}

/**
 * Scores by rank: each measure on its own is ordered by (value, id), rising, and cut into `k` parts as SQL's `ntile(k)` does, so
 * that `k` is best and ties fall alike on every engine and in whatever order rows come. Rows in, scores out, in the same order.
 * (Hughes 1994.)
 *
 * @param k - How many scores; 5 unless told. With fewer customers than that, the high scores go to nobody.
 * @throws CrmError `INVALID`: a `k` that is no whole number above zero; two rows of one id; a measure that is no number.
 *
 * @example
 * const rows = [
 *   { id: 'a', lastDay: 20_010, frequency: 3, monetary: 900 },
 *   { id: 'b', lastDay: 19_800, frequency: 1, monetary: 50 },
 * ]
 * rfmByRank(rows, 2) // [{ id: 'a', r: 2, f: 2, m: 2 }, { id: 'b', r: 1, f: 1, m: 1 }]
 */
export function rfmByRank(rows: readonly RfmInput[], k = 5): RfmScores[] {
  whole('k', k, 1)
  checked(rows)
  const tiles = (value: (row: RfmInput) => number) => ntile(rows, value, k)
  const r = tiles((row) => row.lastDay)
  const f = tiles((row) => row.frequency)
  const m = tiles((row) => row.monetary)
  return rows.map(({ id }, index) => ({ id, r: r[index] ?? 0, f: f[index] ?? 0, m: m[index] ?? 0 }))
}

/**
 * Scores by {@link RfmThresholds}: a customer's do not move because others bought.
 *
 * @throws CrmError `INVALID`: bounds out of order; two rows of one id; a measure that is no number.
 *
 * @example
 * const rows = [{ id: 'a', lastDay: 19_980, frequency: 3, monetary: 900 }]
 * rfmByThresholds(rows, { asOf: 20_000, r: [90, 30], f: [2, 5], m: [100, 500] }) // [{ id: 'a', r: 3, f: 2, m: 3 }]
 */
export function rfmByThresholds(rows: readonly RfmInput[], { asOf, r, f, m }: RfmThresholds): RfmScores[] {
  if (!Number.isFinite(asOf)) throw invalid('asOf', 'expected a day', `It was ${asOf}.`)
  ordered(
    'r',
    r.map((days) => -days),
    'falling',
  )
  ordered('f', f, 'rising')
  ordered('m', m, 'rising')
  checked(rows)
  return rows.map(({ id, lastDay, frequency, monetary }) => ({
    id,
    r: 1 + r.filter((days) => asOf - lastDay <= days).length,
    f: 1 + f.filter((bound) => frequency >= bound).length,
    m: 1 + m.filter((bound) => monetary >= bound).length,
  }))
}

/** For each row its part, 1 to k: the parts differ by one row at most, the larger come first. */
function ntile(rows: readonly RfmInput[], value: (row: RfmInput) => number, k: number): number[] {
  const ranked = rows.map((row, index) => ({ index, id: row.id, value: value(row) }))
  ranked.sort((a, b) => a.value - b.value || byKey(a.id, b.id))
  const small = Math.floor(rows.length / k)
  const larger = rows.length % k
  const inLarger = larger * (small + 1)
  const tiles = new Array<number>(rows.length).fill(0)
  for (const [rank, { index }] of ranked.entries()) {
    tiles[index] =
      1 + (rank < inLarger ? Math.floor(rank / (small + 1)) : larger + Math.floor((rank - inLarger) / small))
  }
  return tiles
}

function checked(rows: readonly RfmInput[]): void {
  const ids = new Set<string | number>()
  for (const [index, { id, lastDay, frequency, monetary }] of rows.entries()) {
    if (ids.has(id)) throw invalid(`rows[${index}].id`, 'expected each id once', `${id} stands twice.`)
    ids.add(id)
    if (![lastDay, frequency, monetary].every(Number.isFinite)) {
      throw invalid(`rows[${index}]`, 'expected numbers', 'A customer without a purchase has no score: leave him out.')
    }
  }
}

function ordered(path: string, bounds: readonly number[], how: 'rising' | 'falling'): void {
  const inOrder = bounds.every((bound, i) => Number.isFinite(bound) && (i === 0 || bound > (bounds[i - 1] ?? 0)))
  if (!inOrder) throw invalid(path, `expected ${how} bounds`, 'From the worst to the best, none twice.')
}
