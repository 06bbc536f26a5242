import { inverse } from '../linear/index.ts'

/** The maximum of a likelihood, where there is one. */
export interface Fit {
  readonly status: 'ok' | 'separated' | 'not converged'
  readonly beta: readonly number[]
  /** The inverse of the information. */
  readonly covariance: readonly (readonly number[])[]
  readonly logLik: number
}

/** The logistic regression of outcomes 0 and 1 on columns that do not depend on each other. */
export function maximise(columns: readonly Float64Array[], y: Float64Array): Fit {
  let beta = columns.map(() => 0)
  let odds = new Float64Array(y.length)
  let logLik = likelihood(odds, y)
  let covariance: readonly (readonly number[])[] = []
  const fit = (status: Fit['status']): Fit => ({ status, beta, covariance, logLik })
  for (let round = 0; round < 50; round += 1) {
    const { information, score } = derivatives(columns, odds, y)
    const inverted = inverse(information)
    if (inverted === null) return fit('not converged')
    covariance = inverted
    const step = inverted.map((row) => row.reduce((sum, value, j) => sum + value * (score[j] ?? 0), 0))
    const direction = combined(columns, step)
    if (separates(direction, y)) return fit('separated')
    if (largest(direction) < 1e-9) return fit('ok')
    let size = 1
    let next = odds.map((value, i) => value + (direction[i] ?? 0))
    while (size > 1e-6 && !(likelihood(next, y) >= logLik - 1e-12 * Math.abs(logLik))) {
      size /= 2
      next = odds.map((value, i) => value + size * (direction[i] ?? 0))
    }
    beta = beta.map((value, j) => value + size * (step[j] ?? 0))
    odds = next
    logLik = likelihood(odds, y)
  }
  return fit('not converged')
}

/**
 * Whether a direction moves some row's log-odds towards its outcome and none away from it. Then so does going on for ever. Near
 * the end of a fit without a maximum Newton's step is such a direction, to ever more digits.
 */
function separates(direction: Float64Array, y: Float64Array): boolean {
  const most = largest(direction)
  return most > 0.1 && direction.every((value, i) => (y[i] === 1 ? value : -value) >= -1e-6 * most)
}

const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

function combined(columns: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const sum = new Float64Array(columns[0]?.length ?? 0)
  for (const [j, column] of columns.entries()) {
    const weight = weights[j] ?? 0
    for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] ?? 0) + weight * (column[i] ?? 0)
  }
  return sum
}

/** Σ ln p of what happened; ln(1 + eˣ) without overflow. */
function likelihood(odds: Float64Array, y: Float64Array): number {
  return odds.reduce((sum, x, i) => {
    const against = y[i] === 1 ? -x : x
    return sum - Math.max(against, 0) - Math.log1p(Math.exp(-Math.abs(against)))
  }, 0)
}

function derivatives(columns: readonly Float64Array[], odds: Float64Array, y: Float64Array) {
  const p = odds.map((x) => 1 / (1 + Math.exp(-x)))
  const weights = p.map((value) => value * (1 - value))
  const score = columns.map((column) => column.reduce((sum, x, i) => sum + x * ((y[i] ?? 0) - (p[i] ?? 0)), 0))
  const information = columns.map((a) =>
    columns.map((b) => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0) * (weights[i] ?? 0), 0)),
  )
  return { information, score }
}
