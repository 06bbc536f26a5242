import { digamma, lnGamma } from '../special/index.ts'
import type { Collapsed } from './collapse.ts'
import { box, type Process, scale, shape } from './process.ts'
import type { BtydRow } from './summary.ts'

/** Customers who never stop: purchases by Poisson, rates by Gamma(r, α). What a model of dropout is measured against. (Ehrenberg 1959.) */
export const nbd: Process = {
  names: ['r', 'alpha'],
  bounds: (span) => box(shape, scale(span)),
  starts: (data) => [0.5, 3].map((r) => [r, rateStart(data, r)]),
  logLik,
  expected: ([r = 0, alpha = 0], t) => (r * t) / alpha,
  pAlive: () => 1,
  expectedAlive: ([r = 0, alpha = 0], { x, T }, t) => ((r + x) * t) / (alpha + T),
  pNoneAlive: quiet,
}

/** The α with which Gamma(r, α) has the mean rate of the data. */
export const rateStart = (data: Collapsed, r: number): number => (r * data.time) / data.purchases

/** No purchase in t, of one who goes on: the rates of those with this history are Gamma(r + x, α + T). */
export function quiet([r = 0, alpha = 0]: readonly number[], { x, T }: BtydRow, t: number): number {
  return Math.exp(-(r + x) * Math.log1p(t / (alpha + T)))
}

function logLik({ T, weight, groups }: Collapsed, [r = 0, alpha = 0]: readonly number[]) {
  let [value, byR, byAlpha] = [0, 0, 0]
  for (const { x, from, to, weight: all } of groups) {
    value += all * (lnGamma(r + x) - lnGamma(r) + r * Math.log(alpha))
    byR += all * (digamma(r + x) - digamma(r) + Math.log(alpha))
    byAlpha += (all * r) / alpha
    for (let i = from; i < to; i++) {
      const w = weight[i] as number
      const until = alpha + (T[i] as number)
      value -= w * (r + x) * Math.log(until)
      byR -= w * Math.log(until)
      byAlpha -= (w * (r + x)) / until
    }
  }
  return { value, gradient: [byR, byAlpha] }
}
