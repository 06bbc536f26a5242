/** Below so many on a side, or in a group, a test is run but not believed. */
export const leastPerSide = 30

/**
 * What a test says in the end: `difference` where p is below 1 − level, else `no evidence` (which is not "no difference"), or
 * `insufficient` with fewer than 30 on a side or nothing to compute.
 *
 * @example
 * const words: Record<Verdict, string> = { difference: 'differs', 'no evidence': 'no evidence', insufficient: 'too few' }
 */
export type Verdict = 'difference' | 'no evidence' | 'insufficient'

/** The verdict on a p-value of groups of these sizes. */
export function verdictOf(p: number | null, level: number, sizes: readonly number[]): Verdict {
  if (p === null || sizes.some((n) => n < leastPerSide)) return 'insufficient'
  return p < 1 - level ? 'difference' : 'no evidence'
}
