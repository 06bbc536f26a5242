import { type Verdict, verdictOf } from '../compare/verdict.ts'
import { betweenZeroAndOne } from '../inputs.ts'
import { solve } from '../linear/index.ts'
import { chiSquareP } from '../special/index.ts'
import { type LifeTable, type Lifetime, lifeTable } from './lifetime.ts'

/**
 * A group of {@link logRank}: an `expected` above `events` is one that lasts longer.
 *
 * @example
 * const lastsLonger = ({ events, expected }: LogRankGroup) => events < expected
 */
export interface LogRankGroup {
  readonly n: number
  readonly events: number
  /** If all groups had one curve. */
  readonly expected: number
}

/** What {@link logRank} found. */
export interface LogRank {
  /** `nothing to compare`: fewer than two groups that were at risk when something ended. */
  readonly status: 'ok' | 'nothing to compare'
  readonly statistic: number | null
  readonly df: number
  readonly p: number | null
  readonly groups: readonly LogRankGroup[]
  readonly level: number
  readonly verdict: Verdict
}

/**
 * Whether groups have one survival curve: the log-rank test (Mantel 1966, Peto and Peto 1972), with the hypergeometric variance.
 *
 * @param groups - Two or more, each the lifetimes of its members.
 * @param level - The confidence of the verdict, .95 unless told.
 * @throws CrmError `INVALID`: a level outside 0 to 1.
 *
 * @example
 * const [east, west]: Lifetime[][] = [[{ time: 6, event: true }], [{ time: 9, event: true }, { time: 11, event: false }]]
 * const { statistic, p, verdict } = logRank([east ?? [], west ?? []])
 */
export function logRank(groups: readonly (readonly Lifetime[])[], level = 0.95): LogRank {
  betweenZeroAndOne('level', level)
  const tables = groups.map(lifeTable)
  const { observed, expected, covariance } = scores(tables)
  const sizes = tables.map(({ n }) => n)
  const found = sizes.map((n, i) => ({ n, events: observed[i] ?? 0, expected: expected[i] ?? 0 }))
  // A group that was never at risk beside another says nothing; of the others, one follows from the rest.
  const telling = [...covariance.keys()].filter((i) => (covariance[i]?.[i] ?? 0) > 1e-12)
  const free = telling.slice(1)
  const off = free.map((i) => (observed[i] ?? 0) - (expected[i] ?? 0))
  const solved = solve(
    free.map((i) => free.map((j) => covariance[i]?.[j] ?? 0)),
    off,
  )
  if (free.length === 0 || solved === null) {
    const nothing = { status: 'nothing to compare', statistic: null, df: 0, p: null, verdict: 'insufficient' } as const
    return { ...nothing, groups: found, level }
  }
  const statistic = off.reduce((sum, value, i) => sum + value * (solved[i] ?? 0), 0)
  const p = chiSquareP(statistic, free.length)
  return { status: 'ok', statistic, df: free.length, p, groups: found, level, verdict: verdictOf(p, level, sizes) }
}

/** Events, expected events and the covariance of their differences, summed over the times at which something ended. */
function scores(tables: readonly LifeTable[]) {
  const observed = tables.map(() => 0)
  const expected = tables.map(() => 0)
  const covariance = tables.map(() => tables.map(() => 0))
  const atRisk = tables.map(({ n }) => n)
  const next = tables.map(() => 0)
  for (const time of timesOf(tables)) {
    const now = tables.map((table, i) => {
      const row = table.rows[next[i] ?? 0]
      return row?.time === time ? row : undefined
    })
    const n = atRisk.reduce((a, b) => a + b, 0)
    const events = now.reduce((sum, row) => sum + (row?.events ?? 0), 0)
    const scale = n > 1 ? (events * (n - events)) / (n - 1) : 0
    for (const [i, here] of now.entries()) {
      const share = (atRisk[i] ?? 0) / n
      observed[i] = (observed[i] ?? 0) + (here?.events ?? 0)
      expected[i] = (expected[i] ?? 0) + events * share
      const row = covariance[i] ?? []
      for (const [j, other] of atRisk.entries()) {
        row[j] = (row[j] ?? 0) + scale * share * ((i === j ? 1 : 0) - other / n)
      }
    }
    for (const [i, here] of now.entries()) {
      if (here === undefined) continue
      atRisk[i] = (atRisk[i] ?? 0) - here.events - here.censored
      next[i] = (next[i] ?? 0) + 1
    }
  }
  return { observed, expected, covariance }
}

function timesOf(tables: readonly LifeTable[]): number[] {
  const times = new Set(tables.flatMap((table) => table.rows.map(({ time }) => time)))
  return [...times].sort((a, b) => a - b)
}
