/**
 * Where the parameters may be: a lower and an upper bound each; either may be infinite.
 *
 * @example
 * const smoothing: Box = { lower: [0, 0], upper: [1, 1] }
 */
export interface Box {
  readonly lower: readonly number[]
  readonly upper: readonly number[]
}

/**
 * The lowest point that was found. `converged` says that the search ended by itself, not by its limit of evaluations.
 *
 * @example
 * const describe = ({ status, value }: Minimum) => `${status} at ${value}`
 */
export interface Minimum {
  readonly x: readonly number[]
  readonly value: number
  readonly evaluations: number
  readonly status: 'converged' | 'stopped'
}

/** The nearest point of the box. */
export function inside(x: readonly number[], box: Box | undefined): number[] {
  if (box === undefined) return [...x]
  return x.map((value, i) => Math.min(Math.max(value, box.lower[i] ?? -Infinity), box.upper[i] ?? Infinity))
}

/** Where a function has no value, it is worse than everywhere else. */
export const orWorst = (value: number): number => (Number.isNaN(value) ? Infinity : value)
