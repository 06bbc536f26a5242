import { inverse } from '../linear/index.ts'
import { type Box, bestOf, bfgs, gradient, hessian } from '../optimize/index.ts'

/** A log-likelihood of positive parameters over `n` observations, with its derivatives where they are known. */
export interface Likelihood {
  readonly n: number
  logLik(p: readonly number[]): { readonly value: number; readonly gradient?: readonly number[] }
}

/** The most likely parameters. */
export interface Maximum {
  readonly p: readonly number[]
  readonly logLik: number
  /** Null where nothing holds a parameter: it went to its bound, or the likelihood hardly changes with it. */
  readonly se: readonly number[] | null
}

/**
 * Maximises over the logarithms of the parameters, where a likelihood is rounder and no step leaves the domain. A `draft` over fewer
 * observations decides between the starts, and says from where and with which curvature the search over all of them begins.
 */
export function maximum(
  of: Likelihood,
  bounds: Box,
  starts: readonly (readonly number[])[],
  draft: Likelihood = of,
): Maximum {
  const box = { lower: bounds.lower.map(Math.log), upper: bounds.upper.map(Math.log) }
  const rough = perObservation(draft)
  const logs = starts.map((start) => start.map(Math.log))
  const chosen = bestOf(logs, (start) => bfgs(rough.f, start, { box, gradient: rough.slope }))
  const { f, slope } = perObservation(of)
  const { x, value, status } =
    draft === of
      ? chosen
      : bfgs(f, chosen.x, { box, gradient: slope, ...known(inverse(hessian(rough.f, chosen.x, rough.slope))) })
  const isInside = x.every((ln, i) => ln > (box.lower[i] ?? 0) + 1e-6 && ln < (box.upper[i] ?? 0) - 1e-6)
  const p = x.map(Math.exp)
  const deviations = isInside && status === 'converged' ? errors(inverse(hessian(f, x, slope)), of.n) : null
  // What may be a hundred times as large as well is not held.
  const isHeld = deviations?.every((se) => se < Math.log(100)) ?? false
  return { p, logLik: -of.n * value, se: isHeld ? (deviations?.map((se, i) => se * (p[i] ?? 0)) ?? null) : null }
}

/** A curvature with a direction in which the function falls would lead a search astray. */
const known = (covariance: number[][] | null) =>
  covariance !== null && errors(covariance, 1) !== null ? { inverse: covariance } : {}

/** Standard deviations by the inverse Hessian of an observation. */
function errors(covariance: readonly (readonly number[])[] | null, n: number): number[] | null {
  const variances = covariance?.map((row, i) => (row[i] ?? 0) / n)
  return variances === undefined || variances.some((v) => !(v > 0)) ? null : variances.map(Math.sqrt)
}

/** The function to minimise, of logarithms, and its slope; what it was asked last is kept for the slope there. */
function perObservation({ logLik, n }: Likelihood) {
  let last: { readonly x: readonly number[]; readonly of: ReturnType<Likelihood['logLik']> } | undefined
  const at = (x: readonly number[]) => {
    if (last?.x !== x) last = { x, of: logLik(x.map(Math.exp)) }
    return last.of
  }
  const f = (x: readonly number[]) => -at(x).value / n
  const slope = (x: readonly number[]) =>
    at(x).gradient?.map((g, i) => (-g * Math.exp(x[i] ?? 0)) / n) ?? gradient(f, x)
  return { f, slope }
}
