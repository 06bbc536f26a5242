import { invalid } from '@guanxi/core'
import { type Rate, rate } from '../compare/index.ts'
import { whole } from '../inputs.ts'

/**
 * The area under the ROC curve: the chance that one with the outcome has the higher score than one without, ties half (Mann and
 * Whitney 1947). Null where all outcomes are alike.
 *
 * @param scores - Any numbers that rank, one for each outcome.
 * @throws CrmError `INVALID`: not as many scores as outcomes, or a score that is no number.
 *
 * @example
 * auc([0.1, 0.4, 0.35, 0.8], [false, false, true, true]) // 0.75
 */
export function auc(scores: readonly number[], outcomes: readonly boolean[]): number | null {
  paired('scores', scores, outcomes)
  const order = [...scores.keys()].sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0))
  const positives = outcomes.filter(Boolean).length
  const negatives = outcomes.length - positives
  if (positives === 0 || negatives === 0) return null
  let ranks = 0
  for (let from = 0; from < order.length; ) {
    let to = from
    let inTie = 0
    for (; to < order.length && scores[order[to] ?? 0] === scores[order[from] ?? 0]; to += 1) {
      if (outcomes[order[to] ?? 0] === true) inTie += 1
    }
    ranks += (inTie * (from + 1 + to)) / 2
    from = to
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives)
}

/**
 * The mean squared error of probabilities (Brier 1950): 0 is perfect, always saying the base rate p gives p(1 − p). Null of nothing.
 *
 * @throws CrmError `INVALID`: not as many probabilities as outcomes, or one outside 0 to 1.
 *
 * @example
 * brier([0.9, 0.2], [true, false]) // 0.025
 */
export function brier(probabilities: readonly number[], outcomes: readonly boolean[]): number | null {
  probable(probabilities, outcomes)
  if (outcomes.length === 0) return null
  const sum = probabilities.reduce((total, p, i) => total + (p - (outcomes[i] ? 1 : 0)) ** 2, 0)
  return sum / outcomes.length
}

/** Predictions near each other, and what became of them: a calibrated model has `predicted` within the interval of `observed`. */
export interface CalibrationBin {
  /** The least and the largest prediction in it. */
  readonly from: number
  readonly to: number
  /** Their mean. */
  readonly predicted: number
  readonly observed: Rate
}

/**
 * What was predicted against what happened, in bins of as many predictions each; predictions that are equal stay together
 * (Hosmer and Lemeshow 1980).
 *
 * @param bins - How many at most, 10 unless told.
 * @throws CrmError `INVALID`: not as many probabilities as outcomes, or one outside 0 to 1; a number of bins below 1.
 *
 * @example
 * for (const { predicted, observed } of calibration([0.1, 0.2, 0.7, 0.9], [false, false, true, true], 2)) {
 *   console.log(predicted, observed.value, observed.ci)
 * }
 */
export function calibration(
  probabilities: readonly number[],
  outcomes: readonly boolean[],
  bins = 10,
): CalibrationBin[] {
  whole('bins', bins, 1)
  probable(probabilities, outcomes)
  const sorted = probabilities.map((p, i) => ({ p, happened: outcomes[i] === true })).sort((a, b) => a.p - b.p)
  const n = sorted.length
  const found = new Map<number, typeof sorted>()
  let number = 0
  for (const [rank, one] of sorted.entries()) {
    // Equal predictions go where the first of them does.
    if (one.p !== sorted[rank - 1]?.p) number = Math.floor((rank * bins) / n)
    const bin = found.get(number)
    if (bin === undefined) found.set(number, [one])
    else bin.push(one)
  }
  return [...found.values()].map((bin) => ({
    from: bin[0]?.p ?? 0,
    to: bin.at(-1)?.p ?? 0,
    predicted: bin.reduce((sum, { p }) => sum + p, 0) / bin.length,
    observed: rate({ num: bin.filter(({ happened }) => happened).length, den: bin.length }),
  }))
}

function probable(probabilities: readonly number[], outcomes: readonly boolean[]): void {
  paired('probabilities', probabilities, outcomes)
  for (const [i, p] of probabilities.entries()) {
    if (!(p >= 0 && p <= 1)) throw invalid(`probabilities[${i}]`, 'expected a number from 0 to 1', `It was ${p}.`)
  }
}

function paired(path: string, values: readonly number[], outcomes: readonly boolean[]): void {
  if (values.length !== outcomes.length) {
    throw invalid(path, `expected ${outcomes.length}, one for each outcome`, `There are ${values.length}.`)
  }
  const at = values.findIndex(Number.isNaN)
  if (at >= 0) throw invalid(`${path}[${at}]`, 'expected a number')
}
