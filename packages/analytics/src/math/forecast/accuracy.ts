/**
 * How far forecasts fell from what came. `mape` and `smape` are in percent, `mase` in units of the naive error.
 *
 * @example
 * const better = (a: Accuracy, b: Accuracy) => (a.mase ?? 0) < (b.mase ?? 0)
 */
export interface Accuracy {
  readonly n: number
  readonly mae: number | null
  readonly rmse: number | null
  /** Null where a value is 0. */
  readonly mape: number | null
  readonly smape: number | null
  /** Null without a scale, or with one of 0. */
  readonly mase: number | null
}

/**
 * The mean absolute error of the seasonal naive forecast within a series: the unit of MASE (Hyndman and Koehler, 2006). Null
 * where the series has no two values a season apart, or never changes.
 *
 * @param y The series that the model was fitted to, oldest first; not the values held out.
 * @param period Values a season: 12 for months, 1 for none.
 *
 * @example
 * const scale = naiveScale([10, 12, 9, 14], 1)
 */
export function naiveScale(y: readonly number[], period: number): number | null {
  let sum = 0
  for (let t = period; t < y.length; t++) sum += Math.abs((y[t] ?? 0) - (y[t - period] ?? 0))
  return sum > 0 ? sum / (y.length - period) : null
}

/**
 * The usual measures of forecast error; sMAPE as in M4 (Makridakis et al., 2020): 200 |e| / (|y| + |ŷ|), 0 where both are 0.
 *
 * @param actual What came.
 * @param forecast What was forecast, the same length.
 * @param scale {@link naiveScale} of the values that the forecast was made from.
 *
 * @example
 * const { mase } = accuracy([112, 118], [110, 121], naiveScale([100, 104, 99, 108], 1))
 */
export function accuracy(
  actual: readonly number[],
  forecast: readonly number[],
  scale: number | null = null,
): Accuracy {
  const n = Math.min(actual.length, forecast.length)
  const mean = (of: (actual: number, error: number, forecast: number) => number): number | null => {
    if (n === 0) return null
    let sum = 0
    for (let i = 0; i < n; i++) {
      const [y, f] = [actual[i] ?? 0, forecast[i] ?? 0]
      sum += of(y, y - f, f)
    }
    return Number.isFinite(sum) ? sum / n : null
  }
  const mae = mean((_, error) => Math.abs(error))
  const mse = mean((_, error) => error * error)
  return {
    n,
    mae,
    rmse: mse === null ? null : Math.sqrt(mse),
    mape: mean((y, error) => 100 * Math.abs(error / y)),
    smape: mean((y, error, f) => (error === 0 ? 0 : (200 * Math.abs(error)) / (Math.abs(y) + Math.abs(f)))),
    mase: mae === null || scale === null || scale === 0 ? null : mae / scale,
  }
}
