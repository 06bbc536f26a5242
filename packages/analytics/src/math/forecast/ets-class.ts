import { invalid } from '@guanxi/core'

/**
 * A class of exponential smoothing: A adds, M multiplies, N is none. `damped` flattens the trend.
 *
 * @example
 * const pegels: EtsClass = { error: 'M', trend: 'A', damped: true, season: 'M' } // ETS(M,Ad,M)
 */
export interface EtsClass {
  readonly error: 'A' | 'M'
  readonly trend: 'N' | 'A' | 'M'
  readonly season: 'N' | 'A' | 'M'
  readonly damped?: boolean
}

export const etsName = ({ error, trend, season, damped }: EtsClass): string =>
  `ETS(${error},${trend}${damped === true ? 'd' : ''},${season})`

/** Whether values of 0 or less have no place in it. */
export const needsPositive = ({ error, trend, season }: EtsClass): boolean => [error, trend, season].includes('M')

/** The combinations that R refuses as well: their variance has no bound. */
export function checkClass(of: EtsClass): void {
  const { error, trend, season, damped } = of
  if (damped === true && trend === 'N') throw invalid('damped', 'there is no trend to damp')
  if ((error === 'A' && (trend === 'M' || season === 'M')) || (trend === 'M' && season === 'A')) {
    throw invalid('class', `${etsName(of)} is not stable`, 'Multiply the errors too, and the seasons if the trend.')
  }
}

/** What the choice by AICc is made from, as in R: no multiplicative trend, which runs away. */
export function candidates(seasonal: boolean, positive: boolean): EtsClass[] {
  const errors = positive ? (['A', 'M'] as const) : (['A'] as const)
  const seasons = seasonal ? (positive ? (['N', 'A', 'M'] as const) : (['N', 'A'] as const)) : (['N'] as const)
  const trends = [{ trend: 'N' }, { trend: 'A' }, { trend: 'A', damped: true }] as const
  return errors
    .flatMap((error) => seasons.flatMap((season) => trends.map((trend): EtsClass => ({ error, season, ...trend }))))
    .filter(({ error, season }) => error === 'M' || season !== 'M')
}
