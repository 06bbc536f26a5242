import { type BtydParams, type BtydPredictions, type BtydUnit, btydModel, nextPurchase } from '../math/index.ts'
import { dayNumber, dayText } from './days.ts'
import type { Fit } from './fit-shape.ts'
import type { Summary } from './summaries.ts'

export const daysIn: Readonly<Record<BtydUnit, number>> = { day: 1, week: 7, month: 365.25 / 12 }

/** The last day that has a date of four digits. */
const never = dayNumber('9999-12-31')

/** When a model expects the next purchase, and with which chance within so many days. */
export function byModel(
  model: BtydParams & BtydPredictions,
  row: Summary,
  asked: { readonly unit: BtydUnit; readonly end: string; readonly level: number; readonly within: readonly number[] },
) {
  const { unit, end, level } = asked
  const next = nextPurchase(model, row, { level })
  // A date that nobody writes any more is none.
  const plus = (time: number) => {
    const day = dayNumber(end) + time * daysIn[unit]
    return day > never ? null : dayText(Math.round(day))
  }
  const [from, to] = [plus(next.range[0]), plus(next.range[1])]
  const within = asked.within.map((days) => ({ days, p: next.pWithin(days / daysIn[unit]) }))
  return { p50: plus(next.median), range: from === null || to === null ? null : ([from, to] as const), within }
}

/** A model as it was given. Undefined where what is told of one says that it has no forecast. */
export function modelOf(fit: Fit): (BtydParams & BtydPredictions) | undefined {
  if ('model' in fit) return btydModel<BtydParams>({ model: fit.model, params: fit.params })
  const { kind: model, params, status } = fit.buying
  if (model === null || params === null || status === 'no-dropout-detectable') return undefined
  return btydModel<BtydParams>({ model, params })
}
