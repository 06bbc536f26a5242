import { erfc } from './erf.ts'
import { betaI, betaQuantile } from './incomplete-beta.ts'
import { gammaQ } from './incomplete-gamma.ts'

/**
 * The standard normal distribution function.
 *
 * @example
 * const p = 2 * normalCdf(-Math.abs(1.96)) // 0.05, two-sided
 */
export function normalCdf(z: number): number {
  return 0.5 * erfc(-z / Math.SQRT2)
}

/**
 * The inverse of {@link normalCdf}: Acklam's rational approximation (2003), refined by a step of Halley's.
 *
 * @example
 * const z = normalQuantile(0.975) // 1.959964
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  // By symmetry below the middle, where 1 - p would lose the digits of a tiny tail.
  if (p > 0.5) return -normalQuantile(1 - p)
  const z = p < 0.02425 ? outer(Math.sqrt(-2 * Math.log(p))) : inner(p - 0.5)
  const error = (normalCdf(z) - p) * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2)
  // Of a tail that is hardly a number the approximation stays.
  return Number.isFinite(error) ? z - error / (1 + (z * error) / 2) : z
}

function inner(q: number): number {
  const r = q * q
  const above = poly(
    r,
    [
      -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
      2.506628277459239,
    ],
  )
  const below = poly(
    r,
    [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
  )
  return (q * above) / below
}

function outer(q: number): number {
  const above = poly(
    q,
    [
      -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
      2.938163982698783,
    ],
  )
  return above / poly(q, [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1])
}

const poly = (x: number, coefficients: readonly number[]): number => coefficients.reduce((sum, c) => sum * x + c, 0)

/**
 * Student's t distribution function, with `df` > 0 degrees of freedom, whole or not.
 *
 * @example
 * const p = 2 * tCdf(-2.2, 9) // 0.055, two-sided
 */
export function tCdf(t: number, df: number): number {
  const tail = 0.5 * betaI(df / (df + t * t), df / 2, 0.5)
  return t < 0 ? tail : 1 - tail
}

/**
 * The inverse of {@link tCdf}.
 *
 * @example
 * const margin = tQuantile(0.975, 9) * (4.2 / Math.sqrt(10)) // of a mean of ten, with standard deviation 4.2
 */
export function tQuantile(p: number, df: number): number {
  if (p > 0.5) return -tQuantile(1 - p, df)
  if (p === 0) return -Infinity
  // P(|T| > t) = I(df/(df + t²)). Near the middle that argument is almost 1: its complement keeps the digits.
  const y = betaQuantile(1 - 2 * p, 0.5, df / 2)
  if (y < 0.5) return -Math.sqrt((df * y) / (1 - y))
  const x = betaQuantile(2 * p, df / 2, 0.5)
  return -Math.sqrt((df * (1 - x)) / x)
}

/**
 * The upper tail of the chi-square distribution: the p-value of a statistic with `df` degrees of freedom.
 *
 * @example
 * const p = chiSquareP(1.00766, 2) // 0.6042
 */
export function chiSquareP(statistic: number, df: number): number {
  return gammaQ(df / 2, statistic / 2)
}

/**
 * The statistic that is exceeded with probability 1 − p.
 *
 * @example
 * const critical = chiSquareQuantile(0.95, 2) // 5.99
 */
export function chiSquareQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  if (p === 0 || p === 1) return p === 0 ? 0 : Infinity
  let [low, high] = [0, Math.max(1, df)]
  while (chiSquareP(high, df) > 1 - p) high *= 2
  for (let i = 0; i < 200 && high - low > 1e-15 * high; i++) {
    const middle = (low + high) / 2
    if (chiSquareP(middle, df) > 1 - p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
