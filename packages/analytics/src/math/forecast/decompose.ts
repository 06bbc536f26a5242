/**
 * Whether a season adds to the level, or multiplies it.
 *
 * @example
 * const kind: Seasonality = 'multiplicative'
 */
export type Seasonality = 'additive' | 'multiplicative'

/** A value without its season's figure; `join` puts it back. */
export const strip = (kind: Seasonality, value: number, figure: number): number =>
  kind === 'additive' ? value - figure : value / figure

export const join = (kind: Seasonality, value: number, figure: number): number =>
  kind === 'additive' ? value + figure : value * figure

/** The centred moving average over one season (2 × m for an even m), as long as the series less one season. */
export function movingAverage(
  y: readonly number[],
  period: number,
): { readonly from: number; readonly trend: number[] } {
  const half = Math.floor(period / 2)
  const even = period % 2 === 0
  const trend: number[] = []
  for (let t = half; t + half < y.length; t++) {
    let sum = 0
    for (let j = -half; j <= half; j++) sum += (y[t + j] ?? 0) * (even && Math.abs(j) === half ? 0.5 : 1)
    trend.push(sum / period)
  }
  return { from: half, trend }
}

/**
 * The figure of each season of a classical decomposition (Kendall and Stuart; R's `decompose`): the mean of what the moving
 * average leaves, made to sum to 0 or to average 1. The first is that of the series' first value. At least two seasons.
 */
export function seasonalFigures(y: readonly number[], period: number, kind: Seasonality): number[] {
  const { from, trend } = movingAverage(y, period)
  const sums = new Array<number>(period).fill(0)
  const counts = new Array<number>(period).fill(0)
  trend.forEach((level, index) => {
    const season = (from + index) % period
    sums[season] = (sums[season] ?? 0) + strip(kind, y[from + index] ?? 0, level)
    counts[season] = (counts[season] ?? 0) + 1
  })
  const figures = sums.map((sum, season) => sum / (counts[season] ?? 1))
  const mean = figures.reduce((sum, figure) => sum + figure, 0) / period
  return figures.map((figure) => strip(kind, figure, mean))
}
