import { gammaP, gammaQ } from './incomplete-gamma.ts'

/**
 * The error function: the share of a normal distribution within x√2 standard deviations, with the sign of x.
 * It is P(½, x²), see {@link gammaP}. (Abramowitz and Stegun 6.5.16.)
 *
 * @example
 * const share = erf(1.96 / Math.SQRT2) // 0.95
 */
export function erf(x: number): number {
  return Math.sign(x) * gammaP(0.5, x * x)
}

/**
 * 1 − {@link erf}, exact where it is tiny.
 *
 * @example
 * const rare = erfc(6) // 2.2e-17
 */
export function erfc(x: number): number {
  return x < 0 ? 1 + gammaP(0.5, x * x) : gammaQ(0.5, x * x)
}
