import { invalid } from '@guanxi/core'

/** A whole number of at least `least`, or `INVALID` at its path. */
export function whole(path: string, value: number, least = 0): number {
  if (Number.isSafeInteger(value) && value >= least) return value
  throw invalid(path, `expected a whole number of at least ${least}`, `It was ${value}.`)
}

/** A number strictly between 0 and 1, such as a level of confidence. */
export function betweenZeroAndOne(path: string, value: number): number {
  if (value > 0 && value < 1) return value
  throw invalid(path, 'expected a number between 0 and 1', `It was ${value}; 95 % is 0.95.`)
}

/** A share: 0 and 1 are shares too. */
export function share(path: string, value: number): number {
  if (value >= 0 && value <= 1) return value
  throw invalid(path, 'expected a number from 0 to 1', `It was ${value}; 20 % is 0.2.`)
}
