import type { Minimum } from './box.ts'

/**
 * Searches from several starts and gives the lowest of what is found: a likelihood may have more than one hill.
 *
 * @throws RangeError without a start.
 *
 * @example
 * const f = ([x = 0]: readonly number[]) => Math.cos(x) + x / 10
 * const lowest = bestOf([[-9], [0], [9]], (start) => nelderMead(f, start))
 */
export function bestOf(starts: readonly (readonly number[])[], search: (start: readonly number[]) => Minimum): Minimum {
  const [first, ...others] = starts.map(search)
  if (first === undefined) throw new RangeError('no start was given')
  const best = others.reduce((best, one) => (one.value < best.value ? one : best), first)
  const evaluations = others.reduce((sum, one) => sum + one.evaluations, first.evaluations)
  return { ...best, evaluations }
}
