import { whole } from '../inputs.ts'
import { checkLength } from './input.ts'
import { steps, symmetric } from './interval.ts'
import type { SeriesModel } from './types.ts'

/**
 * Next March as last March: ŷ(n+h) = y(n+h−m(k+1)), with σ(h) = σ √(k+1) and k = ⌊(h−1)/m⌋ (Hyndman and Athanasopoulos,
 * Forecasting, 3rd ed., 5.5). σ is the root of the mean squared error.
 *
 * It takes the values, oldest first, more than one season of them; `period` is how many make a season, and 1 repeats the last value.
 *
 * @throws CrmError `INVALID`: not more than one season of values; a value that is no number; a period below 1. Of the forecast: a
 * horizon below 1, a level outside 0 to 1.
 *
 * @example
 * const { mean } = seasonalNaive([10, 20, 30, 12, 21, 33], { period: 3 }).forecast(3) // [12, 21, 33]
 */
export function seasonalNaive(y: readonly number[], { period }: { readonly period: number }): SeriesModel {
  whole('period', period, 1)
  checkLength(y, period + 1)
  const n = y.length
  let sse = 0
  for (let t = period; t < n; t++) sse += ((y[t] ?? 0) - (y[t - period] ?? 0)) ** 2
  const sigma = Math.sqrt(sse / (n - period))
  const last = y.slice(n - period)
  return {
    name: 'seasonal naive',
    params: { sigma },
    status: sse === 0 ? 'exact' : 'ok',
    forecast(h, levels) {
      const mean = steps(h, (step) => last[(step - 1) % period] ?? 0)
      const deviation = steps(h, (step) => sigma * Math.sqrt(Math.floor((step - 1) / period) + 1))
      return symmetric(mean, deviation, levels)
    },
  }
}
