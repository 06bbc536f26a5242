import { invalid } from '@guanxi/core'
import { share, whole } from '../inputs.ts'
import { seeded } from '../random/index.ts'
import { checkLevels } from './input.ts'
import { DEFAULT_LEVELS } from './interval.ts'
import { latticeOf, latticeQuantile } from './lattice.ts'

/**
 * An amount that comes as a whole or not at all: an open deal.
 *
 * @example
 * const deal: Chance = { amount: 250_000_00, probability: 0.3 }
 */
export interface Chance {
  /** In whole minor units where an exact answer is wanted. */
  readonly amount: number
  readonly probability: number
}

/**
 * What a sum of {@link Chance}s may come to. `lower[i]` and `upper[i]` bound it with the coverage `levels[i]`, or a little more.
 *
 * @example
 * const atLeast = ({ lower }: ChanceSum) => lower[0]
 */
export interface ChanceSum {
  readonly n: number
  /** Σ amount · p. */
  readonly mean: number
  /** The root of Σ amount² p (1 − p). */
  readonly deviation: number
  readonly levels: readonly number[]
  readonly lower: readonly number[]
  readonly upper: readonly number[]
  /** `exact` where the amounts are whole and have few sums, else `simulated` from the seed. */
  readonly method: 'exact' | 'simulated'
}

/**
 * How the sum is to be bounded.
 *
 * @example
 * const options: ChanceOptions = { levels: [0.5, 0.9], seed: 7 }
 */
export interface ChanceOptions {
  /** Shares; 0.95 if none are named. */
  readonly levels?: readonly number[]
  /** Of the simulation (1). */
  readonly seed?: number
  /** How many times the chances are drawn (10,000). */
  readonly runs?: number
}

/**
 * The sum of independent chances, such as the won amount of an open pipeline: its mean, its deviation, and intervals of its
 * distribution (Poisson's binomial, weighted by amounts, one chance after another: Barlow and Heidtmann 1984), which is not the
 * normal one where a few large deals decide. Deals that stand or fall together vary more than this says.
 *
 * @throws CrmError `INVALID`: a probability outside 0 to 1, an amount that is no number.
 *
 * @example
 * const { mean, lower, upper } = sumOfChances([
 *   { amount: 100_000, probability: 0.6 },
 *   { amount: 400_000, probability: 0.25 },
 * ])
 */
export function sumOfChances(chances: readonly Chance[], options: ChanceOptions = {}): ChanceSum {
  const { levels = DEFAULT_LEVELS, seed = 1, runs = 10_000 } = options
  checkLevels(levels)
  whole('runs', runs, 100)
  chances.forEach(({ amount, probability }, i) => {
    if (!Number.isFinite(amount)) throw invalid(`chances[${i}].amount`, 'expected a finite number')
    share(`chances[${i}].probability`, probability)
  })
  const total = (of: (chance: Chance) => number) => chances.reduce((sum, chance) => sum + of(chance), 0)
  // What is certain needs no chance.
  const certain = chances.reduce((sum, { amount, probability }) => sum + (probability === 1 ? amount : 0), 0)
  const open = chances.filter(({ amount, probability }) => amount !== 0 && probability > 0 && probability < 1)
  const lattice = latticeOf(open)
  const quantile = lattice === null ? simulate(open, seed, runs) : latticeQuantile(lattice)
  return {
    n: chances.length,
    mean: total(({ amount, probability }) => amount * probability),
    deviation: Math.sqrt(total(({ amount, probability }) => amount * amount * probability * (1 - probability))),
    levels,
    lower: levels.map((level) => certain + quantile((1 - level) / 2)),
    upper: levels.map((level) => certain + quantile((1 + level) / 2)),
    method: lattice === null ? 'simulated' : 'exact',
  }
}

/** The least drawn sum that a share p of the draws does not exceed: one that can come, unlike a mean of two. */
function simulate(open: readonly Chance[], seed: number, runs: number): (p: number) => number {
  const random = seeded(seed)
  const sums = new Float64Array(runs)
  for (const { amount, probability } of open) {
    for (let run = 0; run < runs; run++) {
      if (random.uniform() < probability) sums[run] = (sums[run] ?? 0) + amount
    }
  }
  sums.sort()
  return (p) => sums[Math.max(0, Math.ceil(p * runs - 1e-9) - 1)] ?? 0
}
