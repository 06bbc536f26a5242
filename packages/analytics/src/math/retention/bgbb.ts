import { invalid } from '@guanxi/core'
import { maximum } from '../likelihood/maximum.ts'
import { named, ordered, time } from '../likelihood/params.ts'
import { lnBeta, logAddExp } from '../special/index.ts'

/**
 * The history of somebody who can act once a period: `x` times in `n` periods, the last in period `tx` (0 where never).
 *
 * @example
 * const row: BgbbRow = { x: 2, tx: 5, n: 6, weight: 173 } // of 173 donors
 */
export interface BgbbRow {
  readonly x: number
  readonly tx: number
  readonly n: number
  /** How many have this history. Default 1. */
  readonly weight?: number
}

/**
 * The parameters of BG/BB: somebody alive acts with a probability Beta(α, β), and before each period he stops with one that is Beta(γ, δ).
 *
 * @example
 * const published: BgbbParams = { model: 'bgbb', params: { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 } }
 */
export interface BgbbParams {
  readonly model: 'bgbb'
  readonly params: Readonly<Record<'alpha' | 'beta' | 'gamma' | 'delta', number>>
}

/**
 * A fitted BG/BB model, as data.
 *
 * @example
 * const describe = ({ n, status }: BgbbFit) => `${n} donors, ${status}`
 */
export interface BgbbFit extends BgbbParams {
  /** `at-bound`: nothing in the data held a parameter, which went to its bound or towards it; forecasts hold, the parameter says nothing. */
  readonly status: 'ok' | 'at-bound'
  readonly se: Readonly<Record<'alpha' | 'beta' | 'gamma' | 'delta', number>> | null
  readonly logLik: number
  /** People. */
  readonly n: number
}

/**
 * What the model says of people.
 *
 * @example
 * const likely = (model: BgbbPredictions, row: BgbbRow) => model.predict(row, 1) > 0.5
 */
export interface BgbbPredictions {
  /** How often he acts in the next periods. */
  predict(row: BgbbRow, periods: number): number
  /** The probability that he has not stopped by the end of period n. */
  pAlive(row: BgbbRow): number
}

/**
 * A fitted BG/BB model, with its predictions.
 *
 * @example
 * const next = (model: BgbbModel, rows: readonly BgbbRow[]) => rows.map((row) => model.predict(row, 1))
 */
export interface BgbbModel extends BgbbFit, BgbbPredictions {
  toJSON(): BgbbFit
}

/**
 * Fewer than ten acted at all, or nobody was seen for two periods.
 *
 * @example
 * const sayWhy = ({ n, active }: BgbbInsufficient) => `${active} of ${n} ever acted`
 */
export interface BgbbInsufficient {
  readonly status: 'insufficient'
  readonly n: number
  readonly active: number
}

/**
 * A BG/BB model with its predictions, out of what was fitted, kept as JSON, or published.
 *
 * @throws CrmError `INVALID`: a parameter that is not positive. Of a prediction: periods that are no whole number, a history as
 * {@link fitBgbb} refuses it.
 *
 * @example
 * const model = bgbbModel({ model: 'bgbb', params: { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 } })
 * const next5 = model.predict({ x: 6, tx: 6, n: 6 }, 5) // 3.75
 */
export function bgbbModel<Fit extends BgbbParams>(fit: Fit): Fit & BgbbPredictions & { toJSON(): Fit } {
  const p = ordered(fit.params, names)
  const [alpha = 0, beta = 0, gamma = 0, delta = 0] = p
  const pAlive = (row: BgbbRow) => Math.exp(lnAlive(p, checked(row)) - lnLik(p, row))
  return {
    ...fit,
    pAlive,
    predict: (row, periods) => {
      if (!Number.isSafeInteger(time(periods, 'periods')))
        throw invalid('periods', 'expected a whole number of periods')
      const { x, n } = checked(row)
      let lived = 0
      for (let j = 1; j <= periods; j++) lived += Math.exp(lnBeta(gamma, delta + n + j) - lnBeta(gamma, delta + n))
      return (pAlive(row) * lived * (alpha + x)) / (alpha + beta + n)
    },
    toJSON: () => fit,
  }
}

const names = ['alpha', 'beta', 'gamma', 'delta'] as const

/**
 * Fits BG/BB to histories of chances that come once a period: a donation each year, an event each month. (Fader, Hardie and Shang
 * 2010, equations 7, 11 and 13.)
 *
 * @throws CrmError `INVALID`: a history whose counts are no whole numbers, or do not fit: a last period beyond n, more acts than
 * periods up to it; a weight that is not positive.
 *
 * @example
 * const rows: BgbbRow[] = [{ x: 0, tx: 0, n: 6, weight: 3464 }, { x: 6, tx: 6, n: 6, weight: 1203 }] // and those between
 * const model = fitBgbb(rows)
 * if (model.status !== 'insufficient') console.log(model.predict({ x: 6, tx: 6, n: 6 }, 5))
 */
export function fitBgbb(rows: Iterable<BgbbRow>): BgbbModel | BgbbInsufficient {
  const distinct = collapse(rows)
  const weigh = (of: (row: BgbbRow) => boolean) => distinct.reduce((sum, row) => sum + (of(row) ? row.weight : 0), 0)
  const n = weigh(() => true)
  const active = weigh(({ x }) => x > 0)
  if (active < 10 || distinct.every((row) => row.n < 2)) return { status: 'insufficient', n, active }
  const logLik = (p: readonly number[]) => ({
    value: distinct.reduce((sum, row) => sum + row.weight * lnLik(p, row), 0),
  })
  const found = maximum({ n, logLik }, { lower: Array(4).fill(1e-4), upper: Array(4).fill(1e4) }, [
    [1, 1, 1, 3],
    [0.5, 2, 0.5, 1],
    [2, 2, 1, 10],
  ])
  return bgbbModel<BgbbFit>({
    model: 'bgbb',
    params: named(names, found.p),
    status: found.se === null ? 'at-bound' : 'ok',
    se: found.se && named(names, found.se),
    logLik: found.logLik,
    n,
  })
}

function collapse(rows: Iterable<BgbbRow>): Required<BgbbRow>[] {
  const distinct = new Map<string, Required<BgbbRow>>()
  let index = 0
  for (const row of rows) {
    const { x, tx, n, weight = 1 } = checked(row, index++)
    const key = `${x} ${tx} ${n}`
    distinct.set(key, { x, tx, n, weight: weight + (distinct.get(key)?.weight ?? 0) })
  }
  return [...distinct.values()]
}

/** Alive to the end: equation 7's first term. */
function lnAlive([alpha = 0, beta = 0, gamma = 0, delta = 0]: readonly number[], { x, n }: BgbbRow): number {
  return lnBeta(alpha + x, beta + n - x) - lnBeta(alpha, beta) + lnBeta(gamma, delta + n) - lnBeta(gamma, delta)
}

/** And stopped after any of the periods since the last time. */
function lnLik(p: readonly number[], row: BgbbRow): number {
  const [alpha = 0, beta = 0, gamma = 0, delta = 0] = p
  const { x, tx, n } = row
  const prior = lnBeta(alpha, beta) + lnBeta(gamma, delta)
  let ln = lnAlive(p, row)
  for (let last = tx; last < n; last++) {
    ln = logAddExp(ln, lnBeta(alpha + x, beta + last - x) + lnBeta(gamma + 1, delta + last) - prior)
  }
  return ln
}

function checked(row: BgbbRow, index?: number): BgbbRow {
  const at = (name: string) => (index === undefined ? `row.${name}` : `rows.${index}.${name}`)
  const { x, tx, n, weight = 1 } = row
  if (!(Number.isSafeInteger(n) && n >= 0)) throw invalid(at('n'), 'expected a number of periods')
  if (!(Number.isSafeInteger(tx) && tx >= 0 && tx <= n)) throw invalid(at('tx'), 'expected a period between 0 and n')
  if (!(Number.isSafeInteger(x) && x >= 0 && x <= tx))
    throw invalid(at('x'), 'expected at most one for each period to tx')
  if (tx > 0 !== x > 0) throw invalid(at('tx'), 'expected 0 for one who never acted, and more for others')
  if (!(weight > 0 && weight < Infinity)) throw invalid(at('weight'), 'expected a number above 0')
  return row
}
