import { invalid } from '@guanxi/core'
import type { Forecast, SeriesModel } from './types.ts'

/**
 * The mean of several models' forecasts, and of the bounds of their intervals (the average of quantiles, which keeps the
 * width of the parts: Lichtendahl, Grushka-Cockayne and Winkler, 2013). Combinations did better than most single methods in M3
 * and M4.
 *
 * @param models At least one.
 * @throws CrmError `INVALID`: no model.
 *
 * @example
 * const sales = [10, 20, 30, 12, 22, 33, 14, 24, 36, 15, 27, 40]
 * const both = combine([holtWinters(sales, { period: 3 }), theta(sales, { period: 3 })]).forecast(3)
 */
export function combine(models: readonly SeriesModel[]): SeriesModel {
  const [first] = models
  if (first === undefined) throw invalid('models', 'expected at least one')
  return {
    name: `mean of ${models.map((model) => model.name).join(', ')}`,
    params: {},
    status: models.find((model) => model.status === 'not-converged')?.status ?? 'ok',
    forecast: (h, levels) => average(models.map((model) => model.forecast(h, levels))),
  }
}

function average(forecasts: readonly Forecast[]): Forecast {
  const mean = (of: (forecast: Forecast) => readonly number[] | undefined): number[] => {
    const rows = forecasts.map((forecast) => of(forecast) ?? [])
    return (rows[0] ?? []).map((_, step) => rows.reduce((sum, row) => sum + (row[step] ?? 0), 0) / rows.length)
  }
  const levels = forecasts[0]?.levels ?? []
  return {
    mean: mean((forecast) => forecast.mean),
    levels,
    lower: levels.map((_, i) => mean((forecast) => forecast.lower[i])),
    upper: levels.map((_, i) => mean((forecast) => forecast.upper[i])),
  }
}
