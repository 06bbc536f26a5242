import { invalid } from '@guanxi/core'
import { maximum } from '../likelihood/maximum.ts'
import { named, ordered } from '../likelihood/params.ts'
import { digamma, lnGamma } from '../special/index.ts'

/**
 * What a customer spent: `spend` is the mean of his `x` repeat purchases, null where there are none.
 *
 * @example
 * const row: SpendRow = { x: 2, spend: 2234.5 }
 */
export interface SpendRow {
  readonly x: number
  readonly spend: number | null
}

/**
 * The parameters of the Gamma-Gamma model: shapes p and q, and v in the unit of the money. `mean` answers where the model has no mean.
 *
 * @example
 * const published: SpendParams = { model: 'gammagamma', params: { p: 6.25, q: 3.74, v: 15.44 } }
 */
export interface SpendParams {
  readonly model: 'gammagamma'
  readonly params: Readonly<Record<'p' | 'q' | 'v', number>>
  readonly mean?: number
}

/**
 * A fitted model of spend, as data.
 *
 * @example
 * const isIndependent = ({ correlation }: SpendFit) => Math.abs(correlation) < 0.3
 */
export interface SpendFit extends SpendParams {
  /** `no-mean`: the tail is so heavy (q ≤ 1) that the mean of the model is infinite: what was observed is given instead. */
  readonly status: 'ok' | 'at-bound' | 'no-mean'
  readonly se: Readonly<Record<'p' | 'q' | 'v', number>> | null
  readonly logLik: number
  /** Customers that were used, and those that were not: without a repeat purchase, or with one whose worth is 0 or less. */
  readonly n: number
  readonly excluded: { readonly noRepeat: number; readonly noSpend: number }
  /** Of `x` with `spend`. The model takes them for independent: near 0 is well. */
  readonly correlation: number
  /** The mean of `spend`, a customer a vote. */
  readonly mean: number
}

/**
 * What can be expected of a purchase.
 *
 * @example
 * const atLeast = (model: SpendPredictions, row: SpendRow, amount: number) => model.expected(row) >= amount
 */
export interface SpendPredictions {
  /** The mean worth of this customer's future purchases: his own mean, drawn towards that of all the more the less is known of him. */
  expected(row: SpendRow): number
}

/**
 * A fitted model of spend, with its predictions.
 *
 * @example
 * const worth = (model: SpendModel, rows: readonly SpendRow[]) => rows.map((row) => model.expected(row))
 */
export interface SpendModel extends SpendFit, SpendPredictions {
  toJSON(): SpendFit
}

/**
 * Fewer than ten customers came again and paid.
 *
 * @example
 * const sayWhy = ({ n, excluded }: SpendInsufficient) => `${n} used, ${excluded.noSpend} paid nothing`
 */
export interface SpendInsufficient {
  readonly status: 'insufficient'
  readonly n: number
  readonly excluded: SpendFit['excluded']
}

/**
 * A model of spend with its predictions, out of what was fitted, kept as JSON, or published.
 *
 * @throws CrmError `INVALID`: a parameter that is not positive; `q` of 1 and below without a mean. Of a prediction: a count that
 * is no whole number.
 *
 * @example
 * const spend = spendModel({ model: 'gammagamma', params: { p: 6.25, q: 3.74, v: 15.44 } })
 * const ofOneWhoNeverCameAgain = spend.expected({ x: 0, spend: null }) // the mean of all, 35.2
 */
export function spendModel<Fit extends SpendParams>(fit: Fit): Fit & SpendPredictions & { toJSON(): Fit } {
  const [p = 0, q = 0, v = 0] = ordered(fit.params, names)
  const { mean } = fit
  if (q <= 1 && mean === undefined)
    throw invalid('params.q', 'expected more than 1', 'At 1 and below the mean is infinite.')
  return {
    ...fit,
    expected: ({ x, spend }) => {
      if (!(Number.isSafeInteger(x) && x >= 0)) throw invalid('row.x', 'expected a count of repeat purchases')
      // Of repeats that cost nothing the model knows nothing: he counts as one of whom nothing is known.
      const isKnown = x > 0 && spend !== null && spend > 0
      if (q <= 1 && mean !== undefined) return isKnown ? spend : mean
      return isKnown ? (p * (v + x * spend)) / (p * x + q - 1) : (p * v) / (q - 1)
    },
    toJSON: () => fit,
  }
}

const names = ['p', 'q', 'v'] as const

/**
 * Fits the Gamma-Gamma model of spend: a customer's purchases are Gamma(p, ν) and his ν is Gamma(q, v). Customers without repeat
 * purchases, or who paid nothing at them, are left out and counted. (Fader, Hardie and Lee 2005; Hardie and Fader 2013, equation 1a.)
 *
 * @throws CrmError `INVALID`: a count that is no whole number; a customer with repeat purchases and without a spend.
 *
 * @example
 * const rows: SpendRow[] = [{ x: 2, spend: 2234.5 }, { x: 0, spend: null }] // and some hundred more
 * const model = fitSpend(rows)
 * if (model.status !== 'insufficient') console.log(model.correlation, rows.map((row) => model.expected(row)))
 */
export function fitSpend(rows: Iterable<SpendRow>): SpendModel | SpendInsufficient {
  const all = Array.from(rows, checked)
  const repeated = all.filter(({ x }) => x > 0)
  const used = repeated.filter((row) => row.spend > 0).sort((a, b) => a.x - b.x)
  const excluded = { noRepeat: all.length - repeated.length, noSpend: repeated.length - used.length }
  const n = used.length
  if (n < 10) return { status: 'insufficient', n, excluded }
  const mean = used.reduce((sum, { spend }) => sum + spend, 0) / n
  const shape = [1e-3, 1e4] as const
  const { p, se, logLik } = maximum(
    { n, logLik: likelihood(used) },
    { lower: [shape[0], shape[0], 1e-6 * mean], upper: [shape[1], shape[1], 1e6 * mean] },
    [
      [1, 3, 2 * mean],
      [6, 4, mean / 2],
      [0.3, 1.5, 2 * mean],
    ],
  )
  const params = named(names, p)
  return spendModel<SpendFit>({
    model: 'gammagamma',
    params,
    status: params.q <= 1 ? 'no-mean' : se === null ? 'at-bound' : 'ok',
    se: se && named(names, se),
    logLik,
    n,
    excluded,
    correlation: correlation(used),
    mean,
  })
}

interface Spent {
  readonly x: number
  readonly spend: number
}

function checked({ x, spend }: SpendRow, index: number): Spent {
  if (!(Number.isSafeInteger(x) && x >= 0)) throw invalid(`rows.${index}.x`, 'expected a count of repeat purchases')
  if (x > 0 && !Number.isFinite(spend)) throw invalid(`rows.${index}.spend`, 'expected the mean of repeat purchases')
  return { x, spend: spend ?? 0 }
}

/** Over customers sorted by x: what depends on it alone is worked out once. */
function likelihood(rows: readonly Spent[]) {
  return ([p = 0, q = 0, v = 0]: readonly number[]) => {
    let [value, byP, byQ, byV] = [0, 0, 0, 0]
    let constant = 0
    let [slopeP, slopeQ] = [0, 0]
    let last = 0
    for (const { x, spend } of rows) {
      const k = p * x
      if (x !== last) {
        constant = lnGamma(k + q) - lnGamma(k) - lnGamma(q) + q * Math.log(v) + k * Math.log(x)
        slopeP = digamma(k + q) - digamma(k) + Math.log(x)
        slopeQ = digamma(k + q) - digamma(q) + Math.log(v)
        last = x
      }
      const total = x * spend + v
      const lnTotal = Math.log(total)
      const lnSpend = Math.log(spend)
      value += constant + (k - 1) * lnSpend - (k + q) * lnTotal
      byP += x * (slopeP + lnSpend - lnTotal)
      byQ += slopeQ - lnTotal
      byV += q / v - (k + q) / total
    }
    return { value, gradient: [byP, byQ, byV] }
  }
}

/** Pearson's; 0 where one of them does not vary. */
function correlation(rows: readonly Spent[]): number {
  const mean = (of: (row: Spent) => number) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length
  const [x, spend] = [mean((row) => row.x), mean((row) => row.spend)]
  const covariance = mean((row) => (row.x - x) * (row.spend - spend))
  const product = mean((row) => (row.x - x) ** 2) * mean((row) => (row.spend - spend) ** 2)
  return product > 0 ? covariance / Math.sqrt(product) : 0
}
