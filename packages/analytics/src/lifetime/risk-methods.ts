import { type BtydKind, type BtydUnit, type LogitModel, logit, logitProbability } from '../math/index.ts'
import { fitBuying } from './btyd.ts'
import type { Buying } from './btyd-shape.ts'
import { daysIn } from './by-model.ts'
import type { LogitTold } from './risk-shape.ts'
import type { State, Trial } from './risk-state.ts'

export type Method = 'inactivity' | 'btyd' | 'logit'

export interface MethodAsked {
  readonly method: Method
  readonly horizonDays: number
  readonly model: { readonly kind: BtydKind | 'auto'; readonly unit: BtydUnit }
}

/** How likely customers are to stay away; null where the method has nothing to say of one. */
export interface Scorer {
  base(state: State): number | null
  readonly buying: Buying | null
  readonly logit: LogitTold | null
}

/**
 * What a method makes of customers: a model of buying is fitted to what was known of them, a regression to what they did in the
 * horizon before.
 */
export function scorerOf(asked: MethodAsked, known: readonly State[], trials: readonly Trial[]): Scorer {
  if (asked.method === 'inactivity') return { base: inactivity, buying: null, logit: null }
  return asked.method === 'btyd' ? byBuying(asked, known) : byRegression(trials)
}

/** Of gaps that are exponential, with his own median, as many are over by now. */
function inactivity({ since, usual }: State): number | null {
  return usual === null ? null : 1 - 2 ** (-since / usual)
}

function byBuying({ model: { kind, unit }, horizonDays }: MethodAsked, known: readonly State[]): Scorer {
  const { told, model } = fitBuying(
    known.map(({ summary }) => summary),
    kind,
  )
  const base = ({ summary: { x, tx, T } }: State) => model?.pNone({ x, tx, T }, horizonDays / daysIn[unit]) ?? null
  return { base, buying: told, logit: null }
}

const names = ['ln_repeats', 'ln_since', 'silence']

/** No age by itself: where all customers came at one time it would foretell what only the calendar did. */
const featuresOf = ({ summary: { x }, since, age }: State) => [
  Math.log1p(x),
  Math.log1p(since),
  age === 0 ? 0 : since / age,
]

function byRegression(trials: readonly Trial[]): Scorer {
  const model = logit(
    trials.map(({ state }) => featuresOf(state)),
    trials.map(({ stayedAway }) => stayedAway),
    { names },
  )
  const base = (state: State) => (model.status === 'ok' ? logitProbability(model, featuresOf(state)) : null)
  return { base, buying: null, logit: toldOf(model) }
}

const toldOf = ({ status, n, events, coefficients }: LogitModel) => ({
  status: status.replaceAll(' ', '_'),
  ...{ n, events },
  coefficients: coefficients.map(({ name, value, se }) => ({ name, value, se })),
})
