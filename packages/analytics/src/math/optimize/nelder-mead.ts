import { type Box, inside, type Minimum, orWorst } from './box.ts'

/**
 * How {@link nelderMead} searches.
 *
 * @example
 * const options: NelderMeadOptions = { box: { lower: [0, 0], upper: [1, 1] }, tolerance: 1e-10 }
 */
export interface NelderMeadOptions {
  readonly box?: Box
  /** The search ends where the values of the simplex differ by less than this part, and its points by its root. Default 1e-12. */
  readonly tolerance?: number
  /** The size of the first simplex, for each parameter or for all. Default: a tenth of the start, at least 0.05. */
  readonly step?: number | readonly number[]
  /** Default 500 a parameter. */
  readonly evaluations?: number
}

interface Vertex {
  readonly x: readonly number[]
  readonly value: number
}

/**
 * Minimises without derivatives by a simplex, which begins anew where it ended until that brings nothing: a simplex that fell flat,
 * against a bound above all, goes on. (Nelder and Mead 1965, with the parameters of Gao and Han 2012 for many dimensions.)
 *
 * @example
 * const rosenbrock = ([x = 0, y = 0]: readonly number[]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2
 * const { x } = nelderMead(rosenbrock, [-1.2, 1]) // [1, 1]
 */
export function nelderMead(
  f: (x: readonly number[]) => number,
  start: readonly number[],
  options: NelderMeadOptions = {},
): Minimum {
  const limit = options.evaluations ?? 500 * start.length
  let evaluations = 0
  const vertex = (point: readonly number[]): Vertex => {
    const x = inside(point, options.box)
    evaluations++
    return { x, value: orWorst(f(x)) }
  }
  let best = vertex(start)
  while (evaluations < limit) {
    const found = descend(best, vertex, options, () => evaluations >= limit)
    const gained = best.value - found.value
    best = found
    if (gained <= (options.tolerance ?? 1e-12) * (Math.abs(found.value) + 1e-300)) {
      return { ...best, evaluations, status: 'converged' }
    }
  }
  return { ...best, evaluations, status: 'stopped' }
}

function descend(
  start: Vertex,
  vertex: (x: readonly number[]) => Vertex,
  { tolerance = 1e-12, step, box }: NelderMeadOptions,
  exhausted: () => boolean,
): Vertex {
  const n = start.x.length
  const [expand, contract, shrink] = [1 + 2 / n, 0.75 - 1 / (2 * n), 1 - 1 / Math.max(2, n)]
  const first = start.x.map((value, i) => {
    const h = (typeof step === 'number' ? step : step?.[i]) ?? Math.max(0.05, Math.abs(value) / 10)
    // Inwards, where outwards is no room.
    const room = box === undefined || value + h <= (box.upper[i] ?? Infinity)
    return vertex(start.x.map((other, j) => (i === j ? other + (room ? h : -h) : other)))
  })
  const simplex = [start, ...first]
  for (;;) {
    simplex.sort((a, b) => a.value - b.value)
    const [best, worst] = [simplex[0] as Vertex, simplex[n] as Vertex]
    if (exhausted() || isFlat(simplex, tolerance)) return best
    const centre = start.x.map((_, i) => simplex.slice(0, n).reduce((sum, { x }) => sum + (x[i] ?? 0), 0) / n)
    const along = (t: number) => vertex(centre.map((c, i) => c + t * ((worst.x[i] ?? 0) - c)))
    const reflected = along(-1)
    if (reflected.value < best.value) {
      const expanded = along(-expand)
      simplex[n] = expanded.value < reflected.value ? expanded : reflected
    } else if (reflected.value < (simplex[n - 1] as Vertex).value) {
      simplex[n] = reflected
    } else {
      const outside = reflected.value < worst.value
      const contracted = along(outside ? -contract : contract)
      if (contracted.value < Math.min(reflected.value, worst.value)) simplex[n] = contracted
      else {
        for (let k = 1; k <= n; k++) {
          const { x } = simplex[k] as Vertex
          simplex[k] = vertex(x.map((value, i) => (best.x[i] ?? 0) + shrink * (value - (best.x[i] ?? 0))))
        }
      }
    }
  }
}

function isFlat(simplex: readonly Vertex[], tolerance: number): boolean {
  const [best, worst] = [simplex[0] as Vertex, simplex.at(-1) as Vertex]
  if (worst.value - best.value > tolerance * (Math.abs(best.value) + 1e-300)) return false
  const near = Math.sqrt(tolerance)
  return simplex.every(({ x }) =>
    x.every((value, i) => Math.abs(value - (best.x[i] ?? 0)) <= near * (1 + Math.abs(value))),
  )
}
