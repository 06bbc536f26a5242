import { rateOf } from '../explained/figure.ts'

/** What is counted while customers pass by: a row a cohort, a column a period. */
export interface Matrix {
  /** The periods by their first days. */
  readonly days: readonly string[]
  readonly index: ReadonlyMap<string, number>
  /** So many of the periods are cohorts, the first ones. */
  readonly cohorts: number
  readonly sizes: number[]
  readonly cells: readonly number[][]
}

export function matrixOf(days: readonly string[], cohorts: number): Matrix {
  const rows = days.slice(0, cohorts)
  return {
    days,
    index: new Map(days.map((day, i) => [day, i])),
    cohorts,
    sizes: rows.map(() => 0),
    cells: rows.map(() => days.map(() => 0)),
  }
}

/** What a period is at the instant from which on nothing is known. */
export type State = 'over' | 'running' | 'future'

/** The cohorts as they are told: what has not begun is null. */
export function rowsOf({ days, sizes, cells }: Matrix, states: readonly State[], shares: boolean) {
  return sizes.map((size, cohort) => ({
    cohort: days[cohort] ?? '',
    size,
    partial: states[cohort] === 'running',
    cells: days.slice(cohort).map((period, k) => {
      const state = states[cohort + k]
      const value = state === 'future' ? null : (cells[cohort]?.[cohort + k] ?? 0)
      const partial = state === 'running'
      if (value === null || size === 0) return { k, period, value, rate: null, interval: null, partial }
      const { interval } = shares ? rateOf(value, size) : { interval: null }
      return { k, period, value, rate: value / size, interval, partial }
    }),
  }))
}
