/**
 * The gradient by central differences, for where no formula is at hand; some ten digits.
 *
 * @example
 * const g = gradient(([x = 0, y = 0]) => x * x + 3 * y, [2, 1]) // [4, 3]
 */
export function gradient(f: (x: readonly number[]) => number, x: readonly number[]): number[] {
  return x.map((value, i) => {
    const h = 1e-5 * Math.max(1, Math.abs(value))
    return (f(moved(x, i, h)) - f(moved(x, i, -h))) / (2 * h)
  })
}

/**
 * The matrix of second derivatives, by differences of the gradient; symmetric. Its inverse at the minimum of a negative
 * log-likelihood is the covariance of the parameters.
 *
 * @example
 * const h = hessian(([x = 0, y = 0]) => x * x + x * y, [0, 0]) // [[2, 1], [1, 0]]
 */
export function hessian(
  f: (x: readonly number[]) => number,
  x: readonly number[],
  slope: (x: readonly number[]) => readonly number[] = (at) => gradient(f, at),
): number[][] {
  const rows = x.map((value, i) => {
    const h = 1e-4 * Math.max(1, Math.abs(value))
    const [up, down] = [slope(moved(x, i, h)), slope(moved(x, i, -h))]
    return up.map((g, j) => (g - (down[j] ?? 0)) / (2 * h))
  })
  return rows.map((row, i) => row.map((value, j) => (value + (rows[j]?.[i] ?? 0)) / 2))
}

const moved = (x: readonly number[], i: number, h: number): number[] =>
  x.map((value, j) => (i === j ? value + h : value))
