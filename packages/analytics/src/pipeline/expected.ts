import { type Chance, type ChanceSum, sumOfChances } from '../math/index.ts'

/** As many draws as this are made in a fraction of a second: of many deals each run tells more. */
const draws = 5_000_000

/** What open records come to, each by its chance, with an interval. */
export const expectedOf = (chances: readonly Chance[]): ChanceSum =>
  sumOfChances(chances, { runs: Math.min(10_000, Math.max(1000, Math.floor(draws / (chances.length + 1)))) })
