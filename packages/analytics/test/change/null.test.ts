import { expect, test } from 'vitest'
import {
  compareMeans,
  compareRates,
  type Lifetime,
  logRank,
  moments,
  type Random,
  seeded,
  type Verdict,
} from '../../src/math/index.ts'

/** So many splits tell how often there is a false alarm; fewer tell whether what is there is seen. */
const [many, few] = [1000, 200]

/** Halves of one population, drawn at random. */
function halves<T>(of: readonly T[], random: Random): [T[], T[]] {
  const mixed = [...of]
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1))
    const [one, other] = [mixed[i], mixed[j]]
    if (one !== undefined && other !== undefined) [mixed[i], mixed[j]] = [other, one]
  }
  return [mixed.slice(0, mixed.length / 2), mixed.slice(mixed.length / 2)]
}

/** How often of so many splits a test sees a difference where there is none; `shift` plants one. */
function alarms<T>(
  of: readonly T[],
  judge: (a: readonly T[], b: readonly T[]) => Verdict,
  shift = (value: T) => value,
  splits = many,
) {
  const random = seeded(2026)
  let seen = 0
  for (let i = 0; i < splits; i++) {
    const [a, b] = halves(of, random)
    if (judge(a, b.map(shift)) === 'difference') seen++
  }
  return seen
}

/** Of 1,000 tests at 5 %: 50 ± 3.3 standard deviations of the binomial, a bound that holds in 999 of 1,000 suites. */
const spread = 3.3 * Math.sqrt(many * 0.05 * 0.95)
const [fewest, most] = [50 - spread, 50 + spread]
const population = seeded(7)
const people = Array.from({ length: 600 }, () => population.uniform())

const rates = (a: readonly boolean[], b: readonly boolean[]) => {
  const of = (side: readonly boolean[]) => ({ num: side.filter(Boolean).length, den: side.length })
  return compareRates(of(b), of(a)).verdict
}
const means = (a: readonly number[], b: readonly number[]) => compareMeans(moments(b), moments(a)).verdict
const survival = (a: readonly Lifetime[], b: readonly Lifetime[]) => logRank([a, b]).verdict

const bought = people.map((u) => u < 0.37)
const spent = people.map((u) => -100 * Math.log(1 - u))
const lasted = people.map((u): Lifetime => ({ time: Math.ceil(-60 * Math.log(1 - u)), event: (u * 1000) % 1 < 0.7 }))

test('A/A: splits of one population differ as often as the level says', () => {
  const found = [alarms(bought, rates), alarms(spent, means), alarms(lasted, survival)]
  for (const n of found) {
    expect(n).toBeGreaterThanOrEqual(fewest)
    expect(n).toBeLessThanOrEqual(most)
  }
})

test('A/B: a difference that was planted is seen', () => {
  const more = seeded(3)
  const seen = [
    alarms(bought, rates, (one) => one || more.uniform() < 0.3, few),
    alarms(spent, means, (one) => one * 1.5, few),
    alarms(lasted, survival, ({ time, event }) => ({ time: time * 1.7, event }), few),
  ]
  for (const n of seen) expect(n).toBeGreaterThan(180)
})
