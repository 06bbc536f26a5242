import { lnGamma } from './gamma.ts'

/**
 * Gauss's hypergeometric function ₂F₁(a, b; c; z), real, for z < 1 (and z = 1 where c > a + b). NaN where it has no value: c = 0, −1, …
 * Sums the series after the transformation that converges fastest. (Abramowitz and Stegun 15.3.3 to 15.3.5.)
 *
 * @example
 * const ln2 = hyp2f1(1, 1, 2, -1)
 */
export function hyp2f1(a: number, b: number, c: number, z: number): number {
  return timesHyp2f1(0, a, b, c, z)
}

/** e^lnFactor ₂F₁(a, b; c; z), where the one may be too small and the other too large for a number. */
export function timesHyp2f1(lnFactor: number, a: number, b: number, c: number, z: number): number {
  if (z > 1 || (c <= 0 && Number.isInteger(c))) return Number.NaN
  if (z === 0 || a === 0 || b === 0) return Math.exp(lnFactor)
  if (z < 0) return timesHyp2f1(lnFactor - a * Math.log1p(-z), a, c - b, c, z / (z - 1))
  const slack = c - a - b
  if (z === 1) return slack > 0 ? Math.exp(lnFactor) * atOne(a, b, c) : Infinity
  const isSteady = Math.min(a, b) > -4
  const isEulerSteady = Math.min(c - a, c - b) > -4
  // Euler's transformation: of two series without many changes of sign, which eat up the digits, the one whose terms shrink faster.
  return isEulerSteady && (slack < 0 || !isSteady)
    ? series(lnFactor + slack * Math.log1p(-z), c - a, c - b, c, z)
    : series(lnFactor, a, b, c, z)
}

function series(lnFactor: number, a: number, b: number, c: number, z: number): number {
  let ln = lnFactor
  let term = 1
  let sum = 1
  for (let n = 0; n < 1e6; n++) {
    const factor = (((a + n) * (b + n)) / ((c + n) * (1 + n))) * z
    term *= factor
    sum += term
    if (term === 0) break
    // What is left is at most about that of a geometric series with this ratio.
    if (Math.abs(factor) < 1 && Math.abs(term * factor) <= 1e-16 * Math.abs(sum) * (1 - Math.abs(factor))) break
    if (Math.abs(term) > 1e250) {
      term *= 1e-250
      sum *= 1e-250
      ln += 250 * Math.LN10
    }
  }
  return Math.sign(sum) * Math.exp(ln + Math.log(Math.abs(sum)))
}

function atOne(a: number, b: number, c: number): number {
  if (c - a <= 0 || c - b <= 0 || c <= 0) return series(0, a, b, c, 1)
  return Math.exp(lnGamma(c) + lnGamma(c - a - b) - lnGamma(c - a) - lnGamma(c - b))
}
