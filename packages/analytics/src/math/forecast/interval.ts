import { whole } from '../inputs.ts'
import { normalQuantile } from '../special/index.ts'
import { checkLevels } from './input.ts'
import type { Forecast } from './types.ts'

export const DEFAULT_LEVELS: readonly number[] = [0.95]

/** The steps 1 … h, each through `of`. */
export function steps(h: number, of: (step: number) => number): number[] {
  whole('h', h, 1)
  return Array.from({ length: h }, (_, index) => of(index + 1))
}

/** A forecast whose error at each step is normal, or else has the quantile function `quantile`, with this deviation. */
export function symmetric(
  mean: readonly number[],
  deviation: readonly number[],
  levels: readonly number[] = DEFAULT_LEVELS,
  quantile: (p: number) => number = normalQuantile,
): Forecast {
  checkLevels(levels)
  const bound = (sign: 1 | -1) =>
    levels.map((level) => {
      const width = sign * quantile((1 + level) / 2)
      return mean.map((value, index) => value + width * (deviation[index] ?? 0))
    })
  return { mean, levels, lower: bound(-1), upper: bound(1) }
}

/** A forecast from simulated paths: `draws[k]` are the values of step k + 1, sorted in place. */
export function simulated(mean: readonly number[], draws: readonly Float64Array[], levels = DEFAULT_LEVELS): Forecast {
  checkLevels(levels)
  for (const draw of draws) draw.sort()
  const bound = (p: (level: number) => number) =>
    levels.map((level) => draws.map((draw) => quantileOfSorted(draw, p(level))))
  return { mean, levels, lower: bound((level) => (1 - level) / 2), upper: bound((level) => (1 + level) / 2) }
}

/** Linear between the neighbours (type 7 of Hyndman and Fan, 1996). */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
  const at = (sorted.length - 1) * p
  const below = sorted[Math.floor(at)] ?? Number.NaN
  const above = sorted[Math.ceil(at)] ?? below
  return below + (above - below) * (at - Math.floor(at))
}
