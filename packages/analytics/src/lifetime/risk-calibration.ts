import { rateOf } from '../explained/figure.ts'
import { auc, brier, calibration } from '../math/index.ts'
import { type MethodAsked, scorerOf } from './risk-methods.ts'
import type { Past } from './risk-state.ts'

/** The method on what was known a horizon before, beside what came. Null where it had nothing to say then. */
export function calibrated(asked: MethodAsked & { readonly bins: number }, all: readonly Past[], cutoff: string) {
  const known = all.flatMap(({ before }) => before ?? [])
  const { base } = scorerOf(
    asked,
    known.map(({ state }) => state),
    all.flatMap(({ earlier }) => earlier ?? []),
  )
  const scored = known.flatMap(({ state, stayedAway }) => {
    const p = base(state)
    return p === null ? [] : [{ p, stayedAway }]
  })
  const said = scored.map(({ p }) => p)
  const came = scored.map(({ stayedAway }) => stayedAway)
  const error = brier(said, came)
  if (error === null) return null
  const bins = calibration(said, came, asked.bins).map(({ observed: { num, den }, from, to, predicted }) => ({
    ...{ from, to, predicted },
    observed: rateOf(num, den),
  }))
  const stayedAway = rateOf(came.filter(Boolean).length, came.length)
  return { cutoff, stayedAway, brier: error, auc: auc(said, came), bins }
}
