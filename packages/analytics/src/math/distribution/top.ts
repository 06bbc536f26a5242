import { whole } from '../inputs.ts'
import { byKey } from './keys.ts'

/** What {@link topN} ranks: a key, and what it holds. */
export interface Ranked {
  readonly key: string | number
  readonly value: number
}

/** The first rows of a ranking, and what lies behind them. */
export interface Top<R extends Ranked> {
  readonly rows: readonly R[]
  /** All the rest together; null where there is none. */
  readonly other: { readonly rows: number; readonly value: number } | null
  readonly total: number
}

/**
 * The `n` largest rows, the others as one; rows and `other` sum to the total. Equal values stand in the order of their keys, so
 * the answer does not depend on that of the rows.
 *
 * @throws CrmError `INVALID`: an `n` that is no whole number.
 *
 * @example
 * const regions = [{ key: 'east', value: 5 }, { key: 'west', value: 9 }, { key: 'north', value: 1 }]
 * topN(regions, 2) // rows west and east, other { rows: 1, value: 1 }, total 15
 */
export function topN<R extends Ranked>(rows: readonly R[], n: number): Top<R> {
  whole('n', n)
  const ranked = rows.toSorted((a, b) => b.value - a.value || byKey(a.key, b.key))
  const rest = ranked.slice(n)
  const sum = (some: readonly Ranked[]) => some.reduce((total, { value }) => total + value, 0)
  return {
    rows: ranked.slice(0, n),
    other: rest.length === 0 ? null : { rows: rest.length, value: sum(rest) },
    total: sum(rows),
  }
}
