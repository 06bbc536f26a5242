import { invalid } from '@guanxi/core'
import { maximum } from '../likelihood/maximum.ts'
import { named, ordered, time } from '../likelihood/params.ts'
import { lnBeta } from '../special/index.ts'

/**
 * The parameters of the shifted beta-geometric model: at each renewal a customer leaves with a probability that is Beta(α, β) among customers.
 *
 * @example
 * const published: SbgParams = { model: 'sbg', params: { alpha: 0.668, beta: 3.806 } }
 */
export interface SbgParams {
  readonly model: 'sbg'
  readonly params: Readonly<Record<'alpha' | 'beta', number>>
}

/**
 * A fitted model of renewals, as data.
 *
 * @example
 * const describe = ({ n, status }: SbgFit) => `${n} customers, ${status}`
 */
export interface SbgFit extends SbgParams {
  /** `at-bound`: customers differ so little, or so much, that α and β say nothing by themselves; the curve holds. */
  readonly status: 'ok' | 'at-bound'
  readonly se: Readonly<Record<'alpha' | 'beta', number>> | null
  readonly logLik: number
  /** Customers at the start, of all cohorts. */
  readonly n: number
}

/**
 * What the model says of renewals.
 *
 * @example
 * const halved = (model: SbgPredictions) => Array.from({ length: 100 }, (_, t) => t).find((t) => model.survival(t) < 0.5)
 */
export interface SbgPredictions {
  /** The share of a cohort that is left after t renewals. */
  survival(t: number): number
  /** The share of those left after t − 1 renewals that renew once more, t ≥ 1. It rises: who stays was likely to stay. */
  retention(t: number): number
}

/**
 * A fitted model of renewals, with its predictions.
 *
 * @example
 * const afterAYear = (model: SbgModel) => model.survival(12)
 */
export interface SbgModel extends SbgFit, SbgPredictions {
  toJSON(): SbgFit
}

/**
 * The cohorts do not tell a curve: nobody left, or there are fewer than two renewals.
 *
 * @example
 * const sayWhy = ({ n, lost }: SbgInsufficient) => `${lost} of ${n} left`
 */
export interface SbgInsufficient {
  readonly status: 'insufficient'
  readonly n: number
  readonly lost: number
}

/**
 * A model of renewals with its predictions, out of what was fitted, kept as JSON, or published.
 *
 * @throws CrmError `INVALID`: a parameter that is not positive. Of a prediction: a time below 0, a renewal below 1.
 *
 * @example
 * const left = sbgModel({ model: 'sbg', params: { alpha: 0.668, beta: 3.806 } }).survival(12) // 0.378
 */
export function sbgModel<Fit extends SbgParams>(fit: Fit): Fit & SbgPredictions & { toJSON(): Fit } {
  const [alpha = 0, beta = 0] = ordered(fit.params, names)
  return {
    ...fit,
    survival: (t) => Math.exp(lnBeta(alpha, beta + time(t)) - lnBeta(alpha, beta)),
    retention: (t) => {
      if (!(t >= 1 && t < Infinity)) throw invalid('t', 'expected the number of a renewal, from 1 on')
      return (beta + t - 1) / (alpha + beta + t - 1)
    },
    toJSON: () => fit,
  }
}

const names = ['alpha', 'beta'] as const

/**
 * Fits the shifted beta-geometric model to cohorts under contract: each is its customers at the start, and those left after the first
 * renewal, the second, and so on. Cohorts may be of different age. (Fader and Hardie 2007, equations 5 to 7.)
 *
 * @throws CrmError `INVALID`: a count that is no whole number, or larger than the one before.
 *
 * @example
 * const model = fitSbg([[1000, 869, 743, 653, 593, 551, 517, 491]])
 * if (model.status !== 'insufficient') console.log(model.survival(12)) // 0.378
 */
export function fitSbg(cohorts: readonly (readonly number[])[]): SbgModel | SbgInsufficient {
  cohorts.forEach(check)
  const renewals = Math.max(0, ...cohorts.map((cohort) => cohort.length - 1))
  const n = cohorts.reduce((sum, [start = 0]) => sum + start, 0)
  // Those who left at the t-th renewal, and those who were there after it when they were last seen.
  const lost = new Array<number>(renewals + 1).fill(0)
  const left = new Array<number>(renewals + 1).fill(0)
  for (const cohort of cohorts) {
    for (let t = 1; t < cohort.length; t++) lost[t] = (lost[t] ?? 0) + (cohort[t - 1] ?? 0) - (cohort[t] ?? 0)
    left[cohort.length - 1] = (left[cohort.length - 1] ?? 0) + (cohort.at(-1) ?? 0)
  }
  const allLost = lost.reduce((sum, count) => sum + count, 0)
  if (renewals < 2 || allLost === 0) return { status: 'insufficient', n, lost: allLost }
  const logLik = ([alpha = 0, beta = 0]: readonly number[]) => {
    let value = 0
    for (let t = 0; t <= renewals; t++) {
      if (lost[t]) value += (lost[t] ?? 0) * (lnBeta(alpha + 1, beta + t - 1) - lnBeta(alpha, beta))
      if (left[t]) value += (left[t] ?? 0) * (lnBeta(alpha, beta + t) - lnBeta(alpha, beta))
    }
    return { value }
  }
  const found = maximum({ n, logLik }, { lower: [1e-4, 1e-4], upper: [1e4, 1e4] }, [
    [1, 1],
    [0.5, 5],
    [5, 20],
  ])
  return sbgModel<SbgFit>({
    model: 'sbg',
    params: named(names, found.p),
    status: found.se === null ? 'at-bound' : 'ok',
    se: found.se && named(names, found.se),
    logLik: found.logLik,
    n,
  })
}

function check(cohort: readonly number[], index: number): void {
  cohort.forEach((count, t) => {
    const path = `cohorts.${index}.${t}`
    if (!(Number.isSafeInteger(count) && count >= 0)) throw invalid(path, 'expected a number of customers')
    if (count > (cohort[t - 1] ?? count))
      throw invalid(path, 'expected no more customers than before', 'Who left does not come back in this model.')
  })
}
