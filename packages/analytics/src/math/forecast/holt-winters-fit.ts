import { share } from '../inputs.ts'
import type { Seasonality } from './decompose.ts'
import { runHoltWinters, type Weights } from './holt-winters-run.ts'
import type { HoltWintersState } from './holt-winters-start.ts'
import { leastSquares, unitOf } from './least-squares.ts'

/** R's first guess, and others: the surface has more than one valley. */
const STARTS: readonly Weights[] = [
  [0.3, 0.1, 0.1],
  [0.8, 0.1, 0.1],
  [0.2, 0.05, 0.8],
  [0.6, 0.5, 0.5],
  [0.05, 0.5, 0.3],
]

/** The weights that are given, and the rest by least squares. */
export function fitWeights(
  y: readonly number[],
  start: HoltWintersState,
  kind: Seasonality,
  given: readonly [number | undefined, number | undefined, number | undefined],
): { readonly weights: Weights; readonly status: 'ok' | 'at-bound' | 'not-converged' } {
  given.forEach((value, i) => {
    if (value !== undefined) share(['alpha', 'beta', 'gamma'][i] ?? '', value)
  })
  const free = [0, 1, 2].filter((i) => given[i] === undefined)
  const [alpha, beta, gamma] = given
  const full = (at: readonly number[]): Weights => {
    const found = (i: number) => at[free.indexOf(i)] ?? 0
    return [alpha ?? found(0), beta ?? found(1), gamma ?? found(2)]
  }
  if (free.length === 0) return { weights: full([]), status: 'ok' }
  const unit = unitOf(y)
  const { at, status } = leastSquares(
    {
      count: y.length - start.from,
      lower: free.map(() => 0),
      upper: free.map(() => 1),
      residuals: (point, out) => {
        runHoltWinters(y, start, kind, full(point)).errors.forEach((error, t) => {
          out[t] = error / unit
        })
      },
    },
    STARTS.map((weights) => free.map((i) => weights[i] ?? 0)),
  )
  return { weights: full(at), status }
}
