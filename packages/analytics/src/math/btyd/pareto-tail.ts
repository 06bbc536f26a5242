/** A value and its derivatives by r (which k holds), α, s and β. */
export interface Tail {
  readonly ln: number
  readonly r: number
  readonly alpha: number
  readonly s: number
  readonly beta: number
}

/**
 * ln of ₂F₁(q, s+1; q+1; (α−β)/(α+t)) / (α+t)^q with k = r + x and q = k + s, and for α < β of ₂F₁(q, k; q+1; (β−α)/(β+t)) / (β+t)^q,
 * after Euler's transformation of both: one parameter is then 1, and no power overflows.
 */
export function tailOf(k: number, alpha: number, s: number, beta: number, t: number): Tail {
  const a = alpha + t
  const b = beta + t
  const [lnA, lnB] = [Math.log(a), Math.log(b)]
  if (alpha >= beta) {
    const { value, both, c, z } = fraction(k, k + s, (alpha - beta) / a)
    return {
      ln: -k * lnA - s * lnB + Math.log(value),
      r: both / value - lnA,
      alpha: ((z / value) * b) / (a * a) - k / a,
      s: c / value - lnB,
      beta: -z / value / a - s / b,
    }
  }
  const { value, both, c, z } = fraction(s + 1, k + s, (beta - alpha) / b)
  return {
    ln: (1 - k) * lnA - (s + 1) * lnB + Math.log(value),
    r: c / value - lnA,
    alpha: (1 - k) / a - z / value / b,
    s: both / value - lnB,
    beta: ((z / value) * a) / (b * b) - (s + 1) / b,
  }
}

/** ₂F₁ and its derivatives: by b and c together, by c, and by z. */
interface Fraction {
  readonly value: number
  readonly both: number
  readonly c: number
  readonly z: number
}

/**
 * ₂F₁(1, b; c + 1; z) for 0 ≤ z < 1 by Gauss's continued fraction, which also converges near 1, summed as the series of its convergents,
 * each differentiated as it comes. (Jones and Thron 1980, 6.1.) That by z follows from the differential equation.
 */
function fraction(b: number, c: number, z: number): Fraction {
  let [d, dBoth, dC] = [1, 0, 0]
  let [step, stepBoth, stepC] = [1, 0, 0]
  let [value, both, byC] = [1, 0, 0]
  for (let n = 1; n < 1e5; n++) {
    const m = n >> 1
    const isOdd = n % 2 === 1
    const top = isOdd ? (b + m) * (c + m) : m * (c - b + m)
    const [under, over] = [1 / (c + n - 1), 1 / (c + n)]
    const coefficient = top * under * over * z
    // The logarithmic derivatives of the coefficient.
    const lnC = (isOdd ? 1 / (c + m) : 1 / (c - b + m)) - under - over
    const lnBoth = isOdd ? lnC + 1 / (b + m) : -under - over
    const next = 1 / (1 - coefficient * d)
    const slope = next * next * coefficient
    dBoth = slope * (lnBoth * d + dBoth)
    dC = slope * (lnC * d + dC)
    stepBoth = stepBoth * (next - 1) + step * dBoth
    stepC = stepC * (next - 1) + step * dC
    step *= next - 1
    d = next
    value += step
    both += stepBoth
    byC += stepC
    if (Math.abs(step) <= 1e-15 * value) break
  }
  const byZ = z < 1e-8 ? b / (c + 1) : (c * (1 - value) + b * z * value) / (z * (1 - z))
  return { value, both, c: byC, z: byZ }
}
