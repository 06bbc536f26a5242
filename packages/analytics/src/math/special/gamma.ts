const halfLnTwoPi = 0.9189385332046727

/**
 * The logarithm of the gamma function for x > 0, to some 15 digits: Stirling's series, above 10; below, by Γ(x + 1) = x Γ(x).
 * +Infinity at 0, NaN below it. (Abramowitz and Stegun 6.1.41.)
 *
 * @example
 * const factorial = (n: number) => Math.round(Math.exp(lnGamma(n + 1)))
 */
export function lnGamma(x: number): number {
  if (!(x >= 0)) return Number.NaN
  if (x === 0 || x === Infinity) return Infinity
  let factor = 1
  let y = x
  for (; y < 10; y++) factor *= y
  const z = 1 / (y * y)
  const series =
    (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - z * (691 / 360360 - z / 156)))))) / y
  return (y - 0.5) * Math.log(y) - y + halfLnTwoPi + series - Math.log(factor)
}

/**
 * The derivative of {@link lnGamma}, for x > 0. (Abramowitz and Stegun 6.3.18.)
 *
 * @example
 * const minusEuler = digamma(1) // -0.5772...
 */
export function digamma(x: number): number {
  if (!(x > 0)) return Number.NaN
  let sum = 0
  let y = x
  for (; y < 10; y++) sum -= 1 / y
  const z = 1 / (y * y)
  const series =
    z * (1 / 12 - z * (1 / 120 - z * (1 / 252 - z * (1 / 240 - z * (1 / 132 - z * (691 / 32760 - z / 12))))))
  return sum + Math.log(y) - 0.5 / y - series
}

/**
 * The logarithm of the beta function B(a, b), for a, b > 0.
 *
 * @example
 * const mean = Math.exp(lnBeta(3, 4) - lnBeta(2, 4)) // of Beta(2, 4): 1/3
 */
export function lnBeta(a: number, b: number): number {
  const small = Math.min(a, b)
  const large = Math.max(a, b)
  // lnΓ(large) − lnΓ(large + small) of two huge numbers would lose every digit; Stirling's terms are subtracted one by one.
  if (large < 1e3) return lnGamma(small) + lnGamma(large) - lnGamma(small + large)
  const sum = large + small
  const correction = (1 / large - 1 / sum) / 12 - (large ** -3 - sum ** -3) / 360
  const ratio = -(large - 0.5) * Math.log1p(small / large) - small * Math.log(sum) + small
  return lnGamma(small) + ratio + correction
}

/**
 * ln(eᵃ + eᵇ) without overflow; -Infinity stands for a term that is not there.
 *
 * @example
 * const ln5 = logAddExp(Math.log(2), Math.log(3))
 */
export function logAddExp(a: number, b: number): number {
  const most = Math.max(a, b)
  return most === -Infinity ? most : most + Math.log1p(Math.exp(-Math.abs(a - b)))
}
