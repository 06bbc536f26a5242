import { solve } from '../linear/index.ts'

/** A least-squares problem in a box. */
export interface Squares {
  /** Writes the residuals at a point; a value that is not finite forbids the point. */
  readonly residuals: (at: readonly number[], out: Float64Array) => void
  readonly count: number
  readonly lower: readonly number[]
  readonly upper: readonly number[]
}

export interface SquaresResult {
  readonly at: readonly number[]
  readonly sse: number
  readonly status: 'ok' | 'at-bound' | 'not-converged'
}

const STEPS = 200
/** A relative fall of the sum of squares that is not worth another step. */
const ENOUGH = 1e-12

/**
 * The least sum of squares that several starts find (Levenberg, 1944; Marquardt, 1963; derivatives by differences; a parameter
 * that is pushed against its bound rests there). All the models here are such problems, and this takes tens of evaluations
 * where a general optimiser takes thousands.
 */
export function leastSquares(problem: Squares, starts: readonly (readonly number[])[]): SquaresResult {
  const results = starts.map((start) => descend(problem, start))
  return results.reduce((best, result) => (result.sse < best.sse ? result : best))
}

/** What the values of a series are like: residuals over it are near 1, where the damping and the differences expect them. */
export function unitOf(y: readonly number[]): number {
  return y.reduce((sum, value) => sum + Math.abs(value), 0) / y.length || 1
}

function descend(problem: Squares, start: readonly number[]): SquaresResult {
  const { lower, upper } = problem
  let here = evaluate(problem, clamp(start, lower, upper))
  let damping = 1e-3
  for (let step = 0; step < STEPS && here.sse > 0 && here.sse < Infinity; step++) {
    const { gradient, normal } = derivatives(problem, here)
    const free = here.at.flatMap((value, i) => (pushed(gradient[i] ?? 0, value, lower[i], upper[i]) ? [] : [i]))
    const before = here.sse
    for (let growth = 2; free.length > 0 && here.sse === before && damping < 1e12; growth *= 2) {
      const { move, promised } = propose(normal, gradient, free, damping)
      const tried = evaluate(
        problem,
        clamp(
          here.at.map((value, i) => value + (move[i] ?? 0)),
          lower,
          upper,
        ),
      )
      if (tried.sse < before) {
        here = tried
        damping *= Math.max(1 / 10, 1 - (2 * Math.min(1, (before - tried.sse) / promised) - 1) ** 3)
      } else damping *= growth
    }
    if (before - here.sse <= ENOUGH * before) return settled(here, lower, upper)
  }
  return here.sse === 0 ? settled(here, lower, upper) : { at: here.at, sse: here.sse, status: 'not-converged' }
}

/** The damped step, and the fall of the sum of squares that the linear model promises of it (Nielsen, 1999). */
function propose(
  normal: readonly (readonly number[])[],
  gradient: readonly number[],
  free: readonly number[],
  damping: number,
) {
  const weight = (i: number) => damping * ((normal[i]?.[i] ?? 0) + 1e-12)
  const system = free.map((i) => free.map((j) => (normal[i]?.[j] ?? 0) + (i === j ? weight(i) : 0)))
  const found = solve(
    system,
    free.map((i) => -(gradient[i] ?? 0)),
  )
  const move = gradient.map(() => 0)
  let promised = 0
  free.forEach((i, k) => {
    const by = found?.[k] ?? 0
    move[i] = by
    promised += by * (weight(i) * by - (gradient[i] ?? 0))
  })
  return { move, promised }
}

interface Point {
  readonly at: readonly number[]
  readonly residuals: Float64Array
  readonly sse: number
}

function evaluate({ residuals, count }: Squares, at: readonly number[]): Point {
  const out = new Float64Array(count)
  residuals(at, out)
  let sse = 0
  for (const value of out) sse += value * value
  return { at, residuals: out, sse: Number.isFinite(sse) ? sse : Infinity }
}

/** J'r and J'J. */
function derivatives(problem: Squares, here: Point): { readonly gradient: number[]; readonly normal: number[][] } {
  const columns = here.at.map((value, i) => {
    // At an upper bound it looks just beyond it: the models bear that, only their answers must keep to the box.
    const by = 1e-7 * Math.max(1e-2, Math.abs(value))
    const column = evaluate(problem, here.at.with(i, value + by)).residuals
    for (let t = 0; t < column.length; t++) column[t] = ((column[t] ?? 0) - (here.residuals[t] ?? 0)) / by
    return column
  })
  const half = columns.map((left, i) => columns.slice(0, i + 1).map((right) => dot(left, right)))
  return {
    gradient: columns.map((column) => dot(column, here.residuals)),
    normal: half.map((_, i) => half.map((_, j) => half[Math.max(i, j)]?.[Math.min(i, j)] ?? 0)),
  }
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0
  for (let t = 0; t < left.length; t++) sum += (left[t] ?? 0) * (right[t] ?? 0)
  return Number.isFinite(sum) ? sum : 0
}

const clamp = (at: readonly number[], lower: readonly number[], upper: readonly number[]): number[] =>
  at.map((value, i) => Math.min(upper[i] ?? Infinity, Math.max(lower[i] ?? -Infinity, value)))

const pushed = (gradient: number, value: number, low = -Infinity, high = Infinity): boolean =>
  (value <= low && gradient >= 0) || (value >= high && gradient <= 0)

const settled = ({ at, sse }: Point, lower: readonly number[], upper: readonly number[]): SquaresResult => ({
  at,
  sse,
  status: at.some((value, i) => value <= (lower[i] ?? -Infinity) || value >= (upper[i] ?? Infinity))
    ? 'at-bound'
    : 'ok',
})
