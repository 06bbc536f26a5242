import type { Fit } from './irls.ts'

/** The columns of a regression, an intercept first, the others with mean 0 and deviation 1: units must not matter. */
export interface Design {
  readonly columns: readonly Float64Array[]
  /** The features that follow from those before them. */
  readonly collinear: readonly number[]
  /** A fit to these columns, in the units of the features. */
  unscaled(fit: Pick<Fit, 'beta' | 'covariance'>): Pick<Fit, 'beta' | 'covariance'>
}

/** The design of finite features. */
export function designOf(rows: readonly (readonly number[])[], width: number): Design {
  const n = rows.length
  const raw = Array.from({ length: width }, (_, j) => Float64Array.from(rows, (row) => row[j] ?? 0))
  const means = raw.map((column) => column.reduce((sum, x) => sum + x / n, 0))
  const scales = raw.map((column, j) => {
    const mean = means[j] ?? 0
    const scale = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n)
    // What rounding leaves of a constant is no deviation.
    return scale > 1e-12 * Math.abs(mean) ? scale : 0
  })
  const scaled = raw.map((column, j) => {
    const [mean, scale] = [means[j] ?? 0, scales[j] ?? 0]
    return column.map((x) => (scale === 0 ? 0 : (x - mean) / scale))
  })
  return {
    columns: [new Float64Array(n).fill(1), ...scaled],
    collinear: dependent(scaled),
    unscaled: ({ beta, covariance }) => {
      // Row i of the map: how coefficient i in the features' units is made of the scaled ones.
      const map = beta.map((_, i) =>
        beta.map((_, j) => {
          if (j === 0) return i === 0 ? 1 : 0
          const scale = scales[j - 1] ?? 1
          return i === 0 ? -(means[j - 1] ?? 0) / scale : i === j ? 1 / scale : 0
        }),
      )
      const times = (row: readonly number[], other: readonly number[]) =>
        row.reduce((sum, value, j) => sum + value * (other[j] ?? 0), 0)
      const half = map.map((row) => covariance.map((column) => times(row, column)))
      return {
        beta: map.map((row) => times(row, beta)),
        covariance: half.map((row) => map.map((other) => times(row, other))),
      }
    },
  }
}

/** Gram and Schmidt: what of a column is left after taking out those before it. */
function dependent(columns: readonly Float64Array[]): number[] {
  const basis: Float64Array[] = []
  const found: number[] = []
  for (const [j, column] of columns.entries()) {
    const size = Math.sqrt(dot(column, column))
    const left = Float64Array.from(column)
    for (const unit of basis) {
      const along = dot(left, unit)
      for (let i = 0; i < left.length; i += 1) left[i] = (left[i] ?? 0) - along * (unit[i] ?? 0)
    }
    const rest = Math.sqrt(dot(left, left))
    if (!(rest > 1e-7 * size)) found.push(j)
    else basis.push(left.map((x) => x / rest))
  }
  return found
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0)
}
