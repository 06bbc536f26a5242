import { accuracy, type BacktestOptions, type FittedSeries, naiveScale } from '../math/index.ts'

/**
 * How far forecasts of the past fell from what came. Three values leave no room for a line to be fitted before one of them: the
 * line through the first two foretells the third then.
 */
export function errorOf(fitted: FittedSeries, values: readonly number[], options: BacktestOptions) {
  const back = fitted.backtest(options)
  if (back.n > 0 || values.length !== 3) return { kind: 'rolling_origins' as const, h: options.h, ...back }
  const [one = 0, two = 0, three = 0] = values
  const { mase, smape } = accuracy([three], [2 * two - one], naiveScale([one, two], 1))
  return { kind: 'two_points' as const, h: 1, mase, smape, coverage: null, level: back.level, origins: 1, n: 1 }
}
