import type { Interval } from './rate.ts'
import { type Verdict, verdictOf } from './verdict.ts'

/** Two sides set against each other; the second is what the first is compared with: after and before, test and control. */
export interface Comparison {
  readonly method: 'two-proportion z, Newcombe interval' | "Welch's t"
  readonly n: readonly [a: number, b: number]
  /** The rate or the mean of each side; null of nothing. */
  readonly values: readonly [a: number | null, b: number | null]
  /** a − b, in the unit of the values. */
  readonly difference: number | null
  /** Of the difference. */
  readonly ci: Interval | null
  /** The difference of two rates in percentage points: from 20 % to 50 % is 30. Null for means. */
  readonly points: number | null
  /** The difference as a part of b: from 20 % to 50 % is 1.5, half as much again .5. Null where b is not above 0. */
  readonly relative: number | null
  readonly statistic: number | null
  /** Degrees of freedom; null for z. */
  readonly df: number | null
  /** Two-sided. */
  readonly p: number | null
  readonly level: number
  readonly verdict: Verdict
}

/** What a test computed, before it is judged. */
export type Computed = Omit<Comparison, 'difference' | 'relative' | 'verdict'>

/** The comparison in full. */
export function judged(computed: Computed): Comparison {
  const [a, b] = computed.values
  const difference = a === null || b === null ? null : a - b
  return {
    ...computed,
    difference,
    relative: difference === null || b === null || b <= 0 ? null : difference / b,
    verdict: verdictOf(computed.p, computed.level, computed.n),
  }
}
