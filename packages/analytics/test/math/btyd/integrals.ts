import type { BtydKind, BtydRow } from '../../../src/math/index.ts'

/** What an individual of known rate and dropout would do: the two ways to a history, and his future if he is alive. */
interface Story {
  alive(row: BtydRow, rate: number, drop: number): number
  gone(row: BtydRow, rate: number, drop: number): number
  future(t: number, rate: number, drop: number): number
  none(t: number, rate: number, drop: number): number
  /** Of a new customer. */
  fresh(t: number, rate: number, drop: number): number
}

const geometric = (first: number): Story => ({
  alive: ({ x, T }, rate, drop) => (1 - drop) ** (x + first) * rate ** x * Math.exp(-rate * T),
  gone: ({ x, tx }, rate, drop) =>
    x + first > 0 ? drop * (1 - drop) ** (x + first - 1) * rate ** x * Math.exp(-rate * tx) : 0,
  future: (t, rate, drop) => -Math.expm1(-rate * drop * t) / drop,
  none: (t, rate) => Math.exp(-rate * t),
  fresh: (t, rate, drop) => ((1 - drop) ** first * -Math.expm1(-rate * drop * t)) / drop,
})

const life = (t: number, death: number) => -Math.expm1(-death * t) / death

const stories: Readonly<Record<BtydKind, Story>> = {
  bgnbd: geometric(0),
  mbgnbd: geometric(1),
  paretonbd: {
    alive: ({ x, T }, rate, drop) => rate ** x * Math.exp(-(rate + drop) * T),
    gone: ({ x, tx, T }, rate, drop) => {
      const both = rate + drop
      return ((rate ** x * drop) / both) * Math.exp(-both * tx) * -Math.expm1(-both * (T - tx))
    },
    future: (t, rate, drop) => rate * life(t, drop),
    none: (t, rate, drop) => {
      const stays = Math.exp(-(rate + drop) * t)
      return stays + (drop / (rate + drop)) * (1 - stays)
    },
    fresh: (t, rate, drop) => rate * life(t, drop),
  },
  nbd: {
    alive: ({ x, T }, rate) => rate ** x * Math.exp(-rate * T),
    gone: () => 0,
    future: (t, rate) => rate * t,
    none: (t, rate) => Math.exp(-rate * t),
    fresh: (t, rate) => rate * t,
  },
}

/** Nodes of the double exponential rule (Takahasi and Mori 1974), each with its share of a distribution. */
function nodes(x: (u: number) => number, weigh: (u: number) => number) {
  const all = Array.from({ length: 201 }, (_, i) => (i - 100) * 0.05).map((u) => ({ at: x(u), weight: weigh(u) }))
  const sum = all.reduce((sum, { weight }) => sum + weight, 0)
  return all.map(({ at, weight }) => ({ at, weight: weight / sum })).filter(({ weight }) => weight > 0)
}

const gamma = (shape: number, rate: number) => {
  const x = (u: number) => Math.exp((Math.PI / 2) * Math.sinh(u))
  return nodes(x, (u) => x(u) ** shape * Math.exp(-rate * x(u)) * Math.cosh(u))
}

const beta = (a: number, b: number) => {
  // 1 − x(u) is x(−u), with all its digits.
  const x = (u: number) => 1 / (1 + Math.exp(-Math.PI * Math.sinh(u)))
  return nodes(x, (u) => x(u) ** a * x(-u) ** b * Math.cosh(u))
}

/** What a model must say, by integrals over all customers there may be: no formula of a paper is used. */
export function byIntegral(
  model: BtydKind,
  [r = 1, alpha = 1, c = 1, d = 1]: readonly number[],
  row: BtydRow,
  t: number,
) {
  const story = stories[model]
  const rates = gamma(r, alpha)
  const drops = model === 'paretonbd' ? gamma(c, d) : model === 'nbd' ? [{ at: 0, weight: 1 }] : beta(c, d)
  const mean = (of: (rate: number, drop: number) => number) => {
    let sum = 0
    for (const rate of rates) for (const drop of drops) sum += rate.weight * drop.weight * of(rate.at, drop.at)
    return sum
  }
  const alive = mean((rate, drop) => story.alive(row, rate, drop))
  const likelihood = alive + mean((rate, drop) => story.gone(row, rate, drop))
  const pAlive = alive / likelihood
  const none = mean((rate, drop) => story.alive(row, rate, drop) * story.none(t, rate, drop)) / likelihood
  return {
    logLik: Math.log(likelihood),
    pAlive,
    predict: mean((rate, drop) => story.alive(row, rate, drop) * story.future(t, rate, drop)) / likelihood,
    pNone: 1 - pAlive + none,
    expected: mean((rate, drop) => story.fresh(t, rate, drop)),
  }
}
