import { lnGamma } from './gamma.ts'

/**
 * The regularised lower incomplete gamma function P(a, x), the distribution function of Gamma(a, 1): a > 0, x ≥ 0. A series below
 * a + 1, a continued fraction above. (Abramowitz and Stegun 6.5.29, 6.5.31.)
 *
 * @example
 * const p = gammaP(2, 3) // 0.8009: a sum of two waits of mean 1 is done by 3
 */
export function gammaP(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) return Number.NaN
  if (x === 0) return 0
  return x < a + 1 ? lower(a, x) : 1 - upper(a, x)
}

/**
 * 1 − {@link gammaP}, exact where it is tiny.
 *
 * @example
 * const q = gammaQ(2, 300) // 1e-128, where 1 - gammaP(2, 300) is 0
 */
export function gammaQ(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) return Number.NaN
  if (x === 0) return 1
  return x < a + 1 ? 1 - lower(a, x) : upper(a, x)
}

const scale = (a: number, x: number) => Math.exp(a * Math.log(x) - x - lnGamma(a))

function lower(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < 1e5 && term > 1e-17 * sum; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum * scale(a, x)
}

function upper(a: number, x: number): number {
  if (x === Infinity) return 0
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let h = d
  for (let n = 1; n < 1e5; n++) {
    const an = -n * (n - a)
    b += 2
    d = 1 / (an * d + b)
    c = b + an / c
    const step = c * d
    h *= step
    if (Math.abs(step - 1) < 1e-16) break
  }
  return h * scale(a, x)
}
