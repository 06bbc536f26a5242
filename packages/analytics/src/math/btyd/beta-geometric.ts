import { timesHyp2f1 } from '../special/hyp2f1.ts'
import { digamma, lnGamma } from '../special/index.ts'
import type { Collapsed } from './collapse.ts'
import { quiet, rateStart } from './nbd.ts'
import { box, type Process, scale, shape } from './process.ts'
import type { BtydRow } from './summary.ts'

/**
 * Purchases by Poisson with rates Gamma(r, α); after each a customer stops with a probability that is Beta(a, b) among customers. In
 * BG/NBD the first purchase is no such occasion, so that one without repeats is alive for certain; in MBG/NBD it is. (Fader, Hardie
 * and Lee 2005, equations 6, 9, 10; Batislam, Denizel and Filiztekin 2007.)
 */
const betaGeometric = (firstCounts: boolean): Process => {
  /** Occasions to stop. */
  const occasions = (x: number) => (firstCounts ? x + 1 : x)
  return {
    names: ['r', 'alpha', 'a', 'b'],
    bounds: (span) => box(shape, scale(span), shape, shape),
    starts: (data) =>
      [
        [0.5, 1, 3],
        [2, 0.3, 2],
        [0.3, 2, 10],
      ].map(([r = 1, a = 1, b = 1]) => [r, rateStart(data, r), a, b]),
    logLik: (data, p) => logLik(data, p, occasions),
    expected: ([r = 0, alpha = 0, a = 0, b = 0], t) =>
      firstCounts ? (b / (a + b)) * expected(r, alpha, a, b + 1, t) : expected(r, alpha, a, b, t),
    pAlive: (p, row) => pAlive(p, row, occasions(row.x)),
    expectedAlive: ([r = 0, alpha = 0, a = 0, b = 0], { x, T }, t) =>
      expected(r + x, alpha + T, a, b + occasions(x), t),
    pNoneAlive: quiet,
  }
}

export const bgnbd: Process = betaGeometric(false)
export const mbgnbd: Process = betaGeometric(true)

function pAlive([r = 0, alpha = 0, a = 0, b = 0]: readonly number[], { x, tx, T }: BtydRow, occasions: number): number {
  if (occasions === 0) return 1
  const lnOdds = Math.log(a / (b + occasions - 1)) + (r + x) * (Math.log(alpha + T) - Math.log(alpha + tx))
  return 1 / (1 + Math.exp(lnOdds))
}

/**
 * Equation 9. At a = 1 and a + b = 1 it is 0/0 with a limit, taken as the mean of two neighbours.
 */
function expected(r: number, alpha: number, a: number, b: number, t: number): number {
  const near = 1e-5
  if (Math.abs(a - 1) < near) return (at(1 - near) + at(1 + near)) / 2
  if (Math.abs(a + b - 1) < near) return (at(a, 1 - near - a) + at(a, 1 + near - a)) / 2
  return at(a)

  function at(a: number, b0 = b): number {
    const c = a + b0 - 1
    const left = timesHyp2f1(-r * Math.log1p(t / alpha), r, b0, c, t / (alpha + t))
    return Math.max(0, (c / (a - 1)) * (1 - left))
  }
}

function logLik(
  data: Collapsed,
  [r = 0, alpha = 0, a = 0, b = 0]: readonly number[],
  occasions: (x: number) => number,
) {
  const { tx, T, weight, groups } = data
  let value = 0
  let [byR, byAlpha, byA, byB] = [0, 0, 0, 0]
  for (const { x, from, to, weight: all } of groups) {
    const m = occasions(x)
    const k = r + x
    const lnAlpha = Math.log(alpha)
    const lnOdds = m > 0 ? Math.log(a / (b + m - 1)) : -Infinity
    value += all * (lnGamma(k) - lnGamma(r) + r * lnAlpha)
    value += all * (lnGamma(a + b) + lnGamma(b + m) - lnGamma(b) - lnGamma(a + b + m))
    byR += all * (digamma(k) - digamma(r) + lnAlpha)
    byAlpha += (all * r) / alpha
    byA += all * (digamma(a + b) - digamma(a + b + m))
    byB += all * (digamma(a + b) + digamma(b + m) - digamma(b) - digamma(a + b + m))
    let gone = 0
    for (let i = from; i < to; i++) {
      const w = weight[i] as number
      const until = alpha + (T[i] as number)
      const last = alpha + (tx[i] as number)
      const lnUntil = Math.log(until)
      const lnLast = Math.log(last)
      // The share of the likelihood in which the customer has stopped.
      const odds = Math.exp(lnOdds + k * (lnUntil - lnLast))
      const stopped = odds === Infinity ? 1 : odds / (1 + odds)
      value += w * (odds > 1 ? lnOdds - k * lnLast + Math.log1p(1 / odds) : Math.log1p(odds) - k * lnUntil)
      byR -= w * (lnUntil + stopped * (lnLast - lnUntil))
      byAlpha -= w * k * ((1 - stopped) / until + stopped / last)
      gone += w * stopped
    }
    if (m > 0) {
      byA += gone / a
      byB -= gone / (b + m - 1)
    }
  }
  return { value, gradient: [byR, byAlpha, byA, byB] }
}
