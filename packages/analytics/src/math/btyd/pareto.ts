import { digamma, lnGamma, logAddExp } from '../special/index.ts'
import type { Collapsed } from './collapse.ts'
import { rateStart } from './nbd.ts'
import { type Tail, tailOf } from './pareto-tail.ts'
import { box, type Process, scale, shape } from './process.ts'

/**
 * Purchases by Poisson with rates Gamma(r, α); a customer stops at any time, after a life that is exponential with rates Gamma(s, β).
 * (Schmittlein, Morrison and Colombo 1987; in the form of Fader and Hardie 2005, "A note on deriving the Pareto/NBD model".)
 */
export const paretonbd: Process = {
  names: ['r', 'alpha', 's', 'beta'],
  // A life of which a thousandth was seen is as good as one without end, and dear to calculate.
  bounds: (span) => box(shape, scale(span), shape, [1e-5 * span, 1e3 * span]),
  starts: (data) =>
    [
      [0.5, 0.5, 0.3],
      [2, 1, 3],
      [0.5, 2, 2],
    ].map(([r = 1, s = 1, lives = 1]) => [r, rateStart(data, r), s, lives * data.span]),
  logLik,
  expected: ([r = 0, alpha = 0, s = 0, beta = 0], t) => (r / alpha) * expectedLife(s, beta, t),
  pAlive: ([r = 0, alpha = 0, s = 0, beta = 0], { x, tx, T }) => {
    const { alive, both } = parts(r + x, alpha, s, beta, tx, T)
    return Math.exp(alive - both)
  },
  // Given that he is alive, rate and life are again Gamma: he is as a new customer of these parameters.
  expectedAlive: ([r = 0, alpha = 0, s = 0, beta = 0], { x, T }, t) =>
    ((r + x) / (alpha + T)) * expectedLife(s, beta + T, t),
  pNoneAlive: ([r = 0, alpha = 0, s = 0, beta = 0], { x, T }, t) => pNone(r + x, alpha + T, s, beta + T, t),
}

/** The part of a time t that a customer can be expected to live through. */
function expectedLife(s: number, beta: number, t: number): number {
  const ln = Math.log1p(t / beta)
  const power = (s - 1) * ln
  return beta * ln * (Math.abs(power) < 1e-12 ? 1 : -Math.expm1(-power) / power)
}

function pNone(r: number, alpha: number, s: number, beta: number, t: number): number {
  const { both } = parts(r, alpha, s, beta, 0, t)
  return Math.min(1, Math.exp(both + r * Math.log(alpha) + s * Math.log(beta)))
}

function logLik({ tx, T, weight, groups }: Collapsed, [r = 0, alpha = 0, s = 0, beta = 0]: readonly number[]) {
  let value = 0
  let [byR, byAlpha, byS, byBeta] = [0, 0, 0, 0]
  const prior = r * Math.log(alpha) + s * Math.log(beta) - lnGamma(r)
  for (const { x, from, to, weight: all } of groups) {
    const k = r + x
    value += all * (lnGamma(k) + prior)
    byR += all * (digamma(k) - digamma(r) + Math.log(alpha))
    byAlpha += (all * r) / alpha
    byS += all * Math.log(beta)
    byBeta += (all * s) / beta
    let late: Tail | undefined
    let early: Tail | undefined
    for (let i = from; i < to; i++) {
      const w = weight[i] as number
      const until = T[i] as number
      // Rows are sorted by T; and who bought once has no last purchase but the first.
      if (late === undefined || until !== T[i - 1]) late = tailOf(k, alpha, s, beta, until)
      if (early === undefined || x > 0) early = tailOf(k, alpha, s, beta, tx[i] as number)
      const alive = lnAlive(k, alpha, s, beta, until)
      const stopped = lnStopped(k, s, early, late)
      const ln = logAddExp(alive, stopped)
      value += w * ln
      const dead = w * Math.exp(stopped - ln)
      const living = w - dead
      byR -= living * Math.log(alpha + until)
      byAlpha -= (living * k) / (alpha + until)
      byS -= living * Math.log(beta + until)
      byBeta -= (living * s) / (beta + until)
      if (dead === 0) continue
      const ratio = 1 / Math.expm1(early.ln - late.ln)
      byR += dead * (early.r + ratio * (early.r - late.r) - 1 / (k + s))
      byAlpha += dead * (early.alpha + ratio * (early.alpha - late.alpha))
      byS += dead * (early.s + ratio * (early.s - late.s) - 1 / (k + s) + 1 / s)
      byBeta += dead * (early.beta + ratio * (early.beta - late.beta))
    }
  }
  return { value, gradient: [byR, byAlpha, byS, byBeta] }
}

/** ln of the part of the likelihood with a life beyond T, without Γ(k) α^r β^s / Γ(r); k = r + x. */
const lnAlive = (k: number, alpha: number, s: number, beta: number, T: number): number =>
  -k * Math.log(alpha + T) - s * Math.log(beta + T)

/** The same of lives that ended between the last purchase and T: the difference of two tails, by their logarithms. */
function lnStopped(k: number, s: number, early: Tail, late: Tail): number {
  if (!(late.ln < early.ln)) return -Infinity
  return Math.log(s / (k + s)) + early.ln + Math.log1p(-Math.exp(late.ln - early.ln))
}

/** Both parts of the likelihood of one history. */
function parts(k: number, alpha: number, s: number, beta: number, tx: number, T: number) {
  const alive = lnAlive(k, alpha, s, beta, T)
  const stopped = lnStopped(k, s, tailOf(k, alpha, s, beta, tx), tailOf(k, alpha, s, beta, T))
  return { alive, both: logAddExp(alive, stopped) }
}
