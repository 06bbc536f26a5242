import { invalid } from '@guanxi/core'
import { betweenZeroAndOne, whole } from '../inputs.ts'
import { chiSquareP } from '../special/index.ts'
import { leastPerSide, type Verdict, verdictOf } from './verdict.ts'

/** What {@link chiSquared} found. */
export interface ChiSquared {
  readonly statistic: number | null
  readonly df: number
  readonly p: number | null
  readonly n: number
  /** The rows with fewer than 30: leave them out, or put them together, and ask again. */
  readonly small: readonly number[]
  readonly level: number
  /** Also `insufficient` where more than a fifth of the expected counts are below 5, or one is below 1 (Cochran 1954). */
  readonly verdict: Verdict
}

/**
 * Whether the rows of a table of counts differ in how they fall into its columns: Pearson's χ² (Pearson 1900) without a
 * correction. Rows and columns of nothing are passed over.
 *
 * @param table - A row for each group (a region), a column for each outcome (won, lost).
 * @param level - The confidence, .95 unless told.
 * @throws CrmError `INVALID`: rows of different lengths; counts that are no whole numbers; a level outside 0 to 1.
 *
 * @example
 * chiSquared([[1438, 811], [1629, 975], [1171, 687]]) // p 0.604, verdict 'no evidence'
 */
export function chiSquared(table: readonly (readonly number[])[], level = 0.95): ChiSquared {
  betweenZeroAndOne('level', level)
  const width = table[0]?.length ?? 0
  for (const [i, row] of table.entries()) {
    if (row.length !== width) throw invalid(`table[${i}]`, `expected ${width} counts`, `It has ${row.length}.`)
    for (const [j, count] of row.entries()) whole(`table[${i}][${j}]`, count)
  }
  const rows = table.map((row) => row.reduce((a, b) => a + b, 0))
  const columns = Array.from({ length: width }, (_, j) => table.reduce((sum, row) => sum + (row[j] ?? 0), 0))
  const n = rows.reduce((a, b) => a + b, 0)
  const small = [...rows.entries()].flatMap(([i, sum]) => (sum > 0 && sum < leastPerSide ? [i] : []))
  const df = freedom(rows) * freedom(columns)
  if (df === 0) return { statistic: null, df: 0, p: null, n, small, level, verdict: 'insufficient' }
  const cells = table.flatMap((row, i) =>
    row
      .map((count, j) => ({ count, expected: ((rows[i] ?? 0) * (columns[j] ?? 0)) / n }))
      .filter((c) => c.expected > 0),
  )
  const statistic = cells.reduce((sum, { count, expected }) => sum + (count - expected) ** 2 / expected, 0)
  const p = chiSquareP(statistic, df)
  const thin =
    cells.filter(({ expected }) => expected < 5).length > cells.length / 5 || cells.some((c) => c.expected < 1)
  return {
    statistic,
    df,
    p,
    n,
    small,
    level,
    verdict: thin
      ? 'insufficient'
      : verdictOf(
          p,
          level,
          rows.filter((sum) => sum > 0),
        ),
  }
}

const freedom = (sums: readonly number[]) => Math.max(0, sums.filter((sum) => sum > 0).length - 1)
