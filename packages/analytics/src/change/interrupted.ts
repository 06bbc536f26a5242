import { fitSeries } from '../math/index.ts'

/** Fewer periods before a change say nothing of how it would have gone on. */
export const fewest = 8

export interface InterruptedAsked {
  /** A value for each period before the change, and after it. */
  readonly before: readonly (number | null)[]
  readonly after: readonly (number | null)[]
  /** Periods a season, where there are two of them; 1 for none. */
  readonly season: number
  readonly level: number
}

const nothing = { method: null, effect: null, interval: null, expected: null } as const

/** What came after a change against the forecast that would have been made on its eve. */
export function interrupted({ before, after, season, level }: InterruptedAsked) {
  const [y, came] = [known(before), known(after)]
  if (before.length < fewest) return { status: 'too_few_periods' as const, ...nothing }
  if (y === null || came === null || came.length === 0) return { status: 'gaps' as const, ...nothing }
  const period = y.length >= 2 * season ? season : 1
  const fitted = fitSeries(y, { period })
  if (fitted === null) return { status: 'too_few_periods' as const, ...nothing }
  const { mean, lower, upper } = fitted.forecast(came.length, [level])
  const average = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length
  const less = (bound: readonly number[] | undefined) => average(came.map((value, i) => value - (bound?.[i] ?? value)))
  // The errors of one forecast go together: the mean of the bounds is the bound of the mean, at worst.
  const interval: [number, number] = [less(upper[0]), less(lower[0])]
  return { status: fitted.status, method: fitted.method, effect: less(mean), interval, expected: [...mean] }
}

const known = (values: readonly (number | null)[]): number[] | null => {
  const there = values.flatMap((value) => (value === null ? [] : [value]))
  return there.length === values.length ? there : null
}
