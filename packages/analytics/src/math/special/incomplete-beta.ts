import { lnBeta } from './gamma.ts'

/**
 * The regularised incomplete beta function I_x(a, b), the distribution function of Beta(a, b): a, b > 0, 0 ≤ x ≤ 1. A continued
 * fraction. (Abramowitz and Stegun 26.5.8.)
 *
 * @example
 * const p = betaI(0.5, 2, 2) // 0.5
 */
export function betaI(x: number, a: number, b: number): number {
  if (!(a > 0) || !(b > 0) || !(x >= 0 && x <= 1)) return Number.NaN
  if (x === 0 || x === 1) return x
  // The fraction converges fast only below the mean.
  return x < (a + 1) / (a + b + 2) ? tail(x, a, b) : 1 - tail(1 - x, b, a)
}

function tail(x: number, a: number, b: number): number {
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - lnBeta(a, b)) / a
  let c = 1
  let d = away(1 - ((a + b) * x) / (a + 1))
  let h = 1 / d
  d = 1 / d
  for (let m = 1; m < 1e5; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    h *= c * d
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    h *= c * d
    if (Math.abs(c * d - 1) < 1e-16) break
  }
  return front * h
}

const away = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value)

/**
 * The x with I_x(a, b) = p, by bisection.
 *
 * @example
 * const rate = [betaQuantile(0.025, 1 + 8, 1 + 92), betaQuantile(0.975, 1 + 8, 1 + 92)] // 8 of 100, with a flat prior
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  let [low, high] = [0, 1]
  for (let i = 0; i < 1100 && high - low > 1e-16 * high; i++) {
    const middle = (low + high) / 2
    if (betaI(middle, a, b) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
