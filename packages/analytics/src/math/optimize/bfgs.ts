import { type Box, inside, type Minimum, orWorst } from './box.ts'
import { gradient as numerical } from './derivative.ts'

/**
 * How {@link bfgs} searches.
 *
 * @example
 * const options: BfgsOptions = { gradient: ([x = 0]) => [2 * x], box: { lower: [-1], upper: [1] } }
 */
export interface BfgsOptions {
  /** The derivative by each parameter. Default: central differences. */
  readonly gradient?: (x: readonly number[]) => readonly number[]
  readonly box?: Box
  /** What is known of the inverse of the matrix of second derivatives at the start: the search begins as if it had come there. */
  readonly inverse?: readonly (readonly number[])[]
  /** The search ends where no free parameter has a steeper slope. Default 1e-9 (1 + |value|). */
  readonly tolerance?: number
  /** Default 200. */
  readonly iterations?: number
}

/**
 * Minimises a smooth function within bounds: quasi-Newton steps (BFGS) over the parameters that are not held at a bound, cut off
 * at the box, halved until they descend. (Bertsekas 1982; Nocedal and Wright 2006, 6.1.)
 *
 * @example
 * const { x, status } = bfgs(([x = 0, y = 0]) => (x - 3) ** 2 + (y - 1) ** 4, [0, 0], {
 *   box: { lower: [-2, -2], upper: [2, 2] },
 * }) // x = [2, 1]
 */
export function bfgs(
  f: (x: readonly number[]) => number,
  start: readonly number[],
  options: BfgsOptions = {},
): Minimum {
  const { box, gradient = (x: readonly number[]) => numerical(f, x), tolerance = 1e-9, iterations = 200 } = options
  let evaluations = 0
  const at = (x: readonly number[]) => {
    evaluations++
    return orWorst(f(x))
  }
  const n = start.length
  let x = inside(start, box)
  let value = at(x)
  let slope = gradient(x)
  let inverse: readonly (readonly number[])[] = options.inverse ?? identity(n)
  let isFresh = options.inverse === undefined
  const done = (status: Minimum['status']): Minimum => ({ x, value, evaluations, status })
  for (let k = 0; k < iterations; k++) {
    const free = x.map((xi, i) => !isHeld(xi, slope[i] ?? 0, i, box))
    if (slope.every((g, i) => !free[i] || Math.abs(g) <= tolerance * (1 + Math.abs(value)))) return done('converged')
    const step = direction(inverse, slope, free)
    // What is left to gain is less than the digits of the function show.
    if (!isFresh && -dot(step, slope) <= 1e-14 * (1 + Math.abs(value))) return done('converged')
    const next = descend(x, value, slope, step, box, at)
    if (next === null) {
      // Steepest descent does not get lower either: as low as the digits of the function allow.
      if (isFresh) return done('converged')
      inverse = identity(n)
      isFresh = true
      continue
    }
    const nextSlope = gradient(next.x)
    const s = next.x.map((xi, i) => xi - (x[i] ?? 0))
    const y = nextSlope.map((g, i) => g - (slope[i] ?? 0))
    inverse = isFresh ? scaled(n, s, y) : inverse
    inverse = updated(inverse, s, y)
    isFresh = false
    x = next.x
    value = next.value
    slope = nextSlope
  }
  return done('stopped')
}

/** At a bound, and the function falls only beyond it. */
function isHeld(xi: number, slope: number, i: number, box: Box | undefined): boolean {
  if (box === undefined) return false
  return (xi <= (box.lower[i] ?? -Infinity) && slope > 0) || (xi >= (box.upper[i] ?? Infinity) && slope < 0)
}

function direction(
  inverse: readonly (readonly number[])[],
  slope: readonly number[],
  free: readonly boolean[],
): number[] {
  const among = given(inverse, free)
  const newton = slope.map((_, i) =>
    free[i] ? -slope.reduce((sum, g, j) => sum + (free[j] ? (among[i]?.[j] ?? 0) * g : 0), 0) : 0,
  )
  const down = dot(newton, slope)
  return down < 0 ? newton : slope.map((g, i) => (free[i] ? -g : 0))
}

/**
 * The inverse of the second derivatives by the free parameters alone, from that by all: where two go together, one that is held leaves
 * the other far less room than it had with it.
 */
function given(inverse: readonly (readonly number[])[], free: readonly boolean[]): readonly (readonly number[])[] {
  return free.reduce<readonly (readonly number[])[]>((left, isFree, h) => {
    const pivot = left[h]?.[h] ?? 0
    if (isFree || !(pivot > 0)) return left
    return left.map((row) => row.map((value, j) => value - ((row[h] ?? 0) * (left[h]?.[j] ?? 0)) / pivot))
  }, inverse)
}

function descend(
  x: readonly number[],
  value: number,
  slope: readonly number[],
  step: readonly number[],
  box: Box | undefined,
  at: (x: readonly number[]) => number,
): { readonly x: number[]; readonly value: number } | null {
  // A first step is as long as the slope is steep: never by more than 2 in the first go.
  const longest = Math.max(...step.map(Math.abs))
  let t = longest > 2 ? 2 / longest : 1
  for (let k = 0; k < 40; k++, t /= 2) {
    const next = inside(
      x.map((xi, i) => xi + t * (step[i] ?? 0)),
      box,
    )
    const fall = dot(
      slope,
      next.map((xi, i) => xi - (x[i] ?? 0)),
    )
    if (fall >= 0) continue
    const found = at(next)
    if (found <= value + 1e-4 * fall && found < value) return { x: next, value: found }
  }
  return null
}

function updated(
  inverse: readonly (readonly number[])[],
  s: readonly number[],
  y: readonly number[],
): readonly (readonly number[])[] {
  const sy = dot(s, y)
  if (sy <= 1e-12 * Math.sqrt(dot(s, s) * dot(y, y))) return inverse
  const hy = inverse.map((row) => dot(row, y))
  const factor = (1 + dot(y, hy) / sy) / sy
  return inverse.map((row, i) =>
    row.map(
      (h, j) => h + factor * (s[i] ?? 0) * (s[j] ?? 0) - ((hy[i] ?? 0) * (s[j] ?? 0) + (s[i] ?? 0) * (hy[j] ?? 0)) / sy,
    ),
  )
}

function scaled(n: number, s: readonly number[], y: readonly number[]): number[][] {
  const sy = dot(s, y)
  const yy = dot(y, y)
  return identity(n, sy > 0 && yy > 0 ? sy / yy : 1)
}

const identity = (n: number, diagonal = 1): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? diagonal : 0)))

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)
