import { invalid } from '@guanxi/core'
import { normalCdf } from '../special/index.ts'
import { designOf } from './design.ts'
import { type Fit, maximise } from './irls.ts'

/** What {@link logit} may be told. */
export interface LogitOptions {
  /** The names of the columns, for the coefficients; x1, x2 … unless told. */
  readonly names?: readonly string[]
}

/**
 * The weight of a column in log-odds for one unit more of it.
 *
 * @example
 * const oddsRatio = ({ value }: Coefficient) => Math.exp(value)
 */
export interface Coefficient {
  readonly name: string
  readonly value: number
  readonly se: number
  readonly z: number
  /** Two-sided, of the coefficient being 0. */
  readonly p: number
}

/** A logistic regression. `coefficients` are empty where `status` says that there are none to be had. */
export interface LogitModel {
  /**
   * `too few`: no more rows than coefficients. `one class`: all outcomes are alike. `collinear`: a column follows from the others
   * (or is constant). `separated`: the columns tell the outcomes apart without fail, so the likelihood has no maximum.
   * `not converged`: not within 50 steps.
   */
  readonly status: 'ok' | 'too few' | 'one class' | 'collinear' | 'separated' | 'not converged'
  /** Rows that counted. */
  readonly n: number
  /** Of them, those with the outcome. */
  readonly events: number
  /** Rows left out, with a value that is no finite number. */
  readonly excluded: number
  /** The intercept first. */
  readonly coefficients: readonly Coefficient[]
  readonly logLik: number | null
  /** Of the intercept alone; twice the gain over it is χ² with a degree of freedom for each column. */
  readonly nullLogLik: number | null
  /** The columns that follow from the others. */
  readonly collinear: readonly string[]
}

/**
 * Logistic regression with an intercept, by maximum likelihood: Newton's steps as iteratively reweighted least squares, each
 * halved until it gains (McCullagh and Nelder 1989, §4.4). Separation is proven, not guessed: a direction in which every row's
 * fit only gets better (Albert and Anderson 1984).
 *
 * @param rows - The features of each, in the same order; code a category as columns of 0 and 1, one less than it has values.
 * @param outcomes - Whether it happened, one for each row.
 * @throws CrmError `INVALID`: rows of different lengths; not as many outcomes as rows, or names as columns.
 *
 * @example
 * const model = logit([[1], [4], [12], [30]], [true, false, true, false], { names: ['tenure'] })
 * if (model.status === 'ok') console.log(model.coefficients, model.logLik)
 */
export function logit(
  rows: readonly (readonly number[])[],
  outcomes: readonly boolean[],
  { names }: LogitOptions = {},
): LogitModel {
  const width = rows[0]?.length ?? 0
  const labels = names ?? Array.from({ length: width }, (_, j) => `x${j + 1}`)
  checked(rows, outcomes, labels)
  const kept = rows.flatMap((row, i) => (row.every(Number.isFinite) ? [i] : []))
  const y = Float64Array.from(kept, (i) => (outcomes[i] ? 1 : 0))
  const n = y.length
  const events = y.reduce((sum, one) => sum + one, 0)
  const without = { n, events, excluded: rows.length - n, coefficients: [], logLik: null, collinear: [] }
  const nullLogLik = n === 0 ? null : events * log(events / n) + (n - events) * log(1 - events / n)
  if (n <= width + 1) return { status: 'too few', ...without, nullLogLik }
  if (events === 0 || events === n) return { status: 'one class', ...without, nullLogLik }
  const design = designOf(
    kept.map((i) => rows[i] ?? []),
    width,
  )
  if (design.collinear.length > 0) {
    return { status: 'collinear', ...without, nullLogLik, collinear: design.collinear.map((j) => labels[j] ?? '') }
  }
  const fit = maximise(design.columns, y)
  if (fit.status !== 'ok') return { status: fit.status, ...without, nullLogLik }
  return { status: 'ok', ...without, nullLogLik, logLik: fit.logLik, coefficients: named(design.unscaled(fit), labels) }
}

function named({ beta, covariance }: Pick<Fit, 'beta' | 'covariance'>, labels: readonly string[]): Coefficient[] {
  return ['(intercept)', ...labels].map((name, j) => {
    const value = beta[j] ?? 0
    const se = Math.sqrt(covariance[j]?.[j] ?? 0)
    return { name, value, se, z: value / se, p: 2 * normalCdf(-Math.abs(value / se)) }
  })
}

const log = (p: number) => (p === 0 ? 0 : Math.log(p))

function checked(rows: readonly (readonly number[])[], outcomes: readonly boolean[], labels: readonly string[]): void {
  if (outcomes.length !== rows.length) {
    throw invalid('outcomes', `expected ${rows.length}, one for each row`, `There are ${outcomes.length}.`)
  }
  for (const [i, row] of rows.entries()) {
    if (row.length !== rows[0]?.length) {
      throw invalid(`rows[${i}]`, `expected ${rows[0]?.length} features, as the first has`, `It has ${row.length}.`)
    }
  }
  if (rows.length > 0 && labels.length !== rows[0]?.length) {
    throw invalid('names', `expected ${rows[0]?.length}, one for each column`, `There are ${labels.length}.`)
  }
}

/**
 * The probability of the outcome.
 *
 * @param features - In the order of the columns that the model was fitted to.
 * @throws CrmError `INVALID`: a model without coefficients, or features of another number.
 *
 * @example
 * const model = logit([[1], [4], [12], [30]], [true, false, true, false])
 * if (model.status === 'ok') console.log(logitProbability(model, [6]))
 */
export function logitProbability({ coefficients }: LogitModel, features: readonly number[]): number {
  if (coefficients.length !== features.length + 1) {
    throw invalid(
      'features',
      `expected ${Math.max(0, coefficients.length - 1)}`,
      'Look at the status of the model first.',
    )
  }
  const odds = coefficients.reduce((sum, { value }, j) => sum + value * (j === 0 ? 1 : (features[j - 1] ?? 0)), 0)
  return 1 / (1 + Math.exp(-odds))
}
