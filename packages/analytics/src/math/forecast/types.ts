/**
 * What a forecast answers, step by step: `mean[0]` is one period after the last value. `lower[i][k]` and `upper[i][k]`
 * bound step k + 1 with the coverage `levels[i]`.
 *
 * @example
 * const next: Forecast = { mean: [120], levels: [0.95], lower: [[104]], upper: [[136]] }
 */
export interface Forecast {
  readonly mean: readonly number[]
  /** The coverage of each interval, a share: 0.95, not 95. */
  readonly levels: readonly number[]
  readonly lower: readonly (readonly number[])[]
  readonly upper: readonly (readonly number[])[]
}

/**
 * Whether a fit can be trusted as it stands: `at-bound` has a parameter at the edge of what is allowed, `not-converged` used
 * up its steps, `exact` left no error at all (a constant series, say), so that its intervals have no width, and `short` had
 * too few values to measure an error by.
 *
 * @example
 * const warn = (status: SeriesStatus) => status !== 'ok'
 */
export type SeriesStatus = 'ok' | 'at-bound' | 'not-converged' | 'exact' | 'short'

/**
 * A model fitted to one series.
 *
 * @example
 * const nextYear = (model: SeriesModel) => model.forecast(12, [0.8, 0.95]).mean
 */
export interface SeriesModel {
  /** Its name, with its class where it has one: `ETS(M,Ad,M)`. */
  readonly name: string
  readonly params: Readonly<Record<string, number>>
  readonly status: SeriesStatus
  /** The next `h` periods, with an interval for each of `levels` (shares; 0.95 if none are named). */
  forecast(h: number, levels?: readonly number[]): Forecast
}
