import { invalid } from '@guanxi/core'
import { betweenZeroAndOne } from '../inputs.ts'

/** A series is what its caller measured: a hole in it is a mistake of the call, not a value to guess. */
export function checkSeries(y: readonly number[]): void {
  const hole = y.findIndex((value) => !Number.isFinite(value))
  if (hole >= 0) throw invalid(`y[${hole}]`, 'expected a finite number', 'Fill a period without sales with 0.')
}

export function checkLevels(levels: readonly number[]): void {
  for (const [i, level] of levels.entries()) betweenZeroAndOne(`levels[${i}]`, level)
}

/** At least `least` values, or the model has no meaning; `fitSeries` falls back instead. */
export function checkLength(y: readonly number[], least: number): void {
  checkSeries(y)
  if (y.length < least)
    throw invalid('y', `expected at least ${least} values`, 'fitSeries falls back where there are fewer.')
}

export function checkPositive(y: readonly number[]): void {
  const wrong = y.findIndex((value) => value <= 0)
  if (wrong >= 0) throw invalid(`y[${wrong}]`, 'a multiplicative model needs positive values', 'Use an additive one.')
}
