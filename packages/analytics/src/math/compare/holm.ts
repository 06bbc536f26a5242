import { type Verdict, verdictOf } from './verdict.ts'

/** What {@link adjusted} takes: any test with a p-value and a verdict. */
export interface Tested {
  readonly p: number | null
  readonly level: number
  readonly verdict: Verdict
}

/** p-values of tests made together. */
export interface Adjusted {
  readonly pAdjusted: number | null
}

/**
 * Holm's adjustment (Holm 1979): among m tests made together, the chance that any of them errs stays at 1 − level. Tests without
 * a p-value are not counted.
 *
 * @param p - As the tests gave them, in any order.
 *
 * @example
 * holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function holm(p: readonly (number | null)[]): (number | null)[] {
  const known = p.flatMap((value, index) => (value === null ? [] : [{ value, index }]))
  known.sort((a, b) => a.value - b.value)
  const result = p.map((): number | null => null)
  let most = 0
  for (const [rank, { value, index }] of known.entries()) {
    most = Math.max(most, Math.min(1, value * (known.length - rank)))
    result[index] = most
  }
  return result
}

/**
 * Several comparisons, judged together by {@link holm}.
 *
 * @example
 * const weeks = [compareRates({ num: 56, den: 70 }, { num: 48, den: 80 }), compareRates({ num: 40, den: 70 }, { num: 48, den: 80 })]
 * for (const { pAdjusted, verdict } of adjusted(weeks)) console.log(pAdjusted, verdict)
 */
export function adjusted<T extends Tested>(tests: readonly T[]): (T & Adjusted)[] {
  const values = holm(tests.map(({ p }) => p))
  return tests.map((test, index) => {
    const pAdjusted = values[index] ?? null
    return {
      ...test,
      pAdjusted,
      verdict: test.verdict === 'insufficient' ? test.verdict : verdictOf(pAdjusted, test.level, []),
    }
  })
}
