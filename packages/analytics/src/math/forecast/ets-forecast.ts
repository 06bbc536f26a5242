import { seeded } from '../random/index.ts'
import type { EtsClass } from './ets-class.ts'
import { type EtsState, type EtsWeights, runEts } from './ets-run.ts'
import { simulated, steps, symmetric } from './interval.ts'
import type { Forecast } from './types.ts'

interface Fitted {
  readonly of: EtsClass
  readonly weights: EtsWeights
  readonly state: EtsState
  readonly sigma: number
  readonly period: number
  readonly seed: number
  readonly paths: number
}

export function etsForecast(fitted: Fitted, h: number, levels?: readonly number[]): Forecast {
  const { of, weights, state, sigma } = fitted
  const mean = steps(h, () => 0)
  runEts(of, weights, state, h, (forecast, step) => {
    mean[step] = forecast
    return forecast
  })
  if (of.error === 'A') return symmetric(mean, deviations(fitted, h), levels)
  if (sigma === 0)
    return symmetric(
      mean,
      steps(h, () => 0),
      levels,
    )
  return simulated(mean, draw(fitted, h), levels)
}

/** σ(h)² = σ² (1 + Σ c(j)²), c(j) = α + β (φ + … + φʲ) + γ in the steps of the same season. */
function deviations({ of, weights, sigma, period }: Fitted, h: number): number[] {
  const { alpha, beta, gamma, phi } = weights
  let [sum, growth, power] = [1, 0, 1]
  return steps(h, (step) => {
    const deviation = sigma * Math.sqrt(sum)
    power *= phi
    growth += of.trend === 'N' ? 0 : power
    sum += (alpha + beta * growth + (of.season !== 'N' && step % period === 0 ? gamma : 0)) ** 2
    return deviation
  })
}

/** What may come, each step's values over all paths. A multiplicative error never turns a value's sign. */
function draw({ of, weights, state, sigma, seed, paths }: Fitted, h: number): Float64Array[] {
  const random = seeded(seed)
  const values = steps(h, () => 0).map(() => new Float64Array(paths))
  for (let path = 0; path < paths; path++) {
    runEts(of, weights, state, h, (forecast, step) => {
      const value = forecast * Math.max(Number.EPSILON, 1 + sigma * random.normal())
      const drawn = values[step]
      if (drawn !== undefined) drawn[path] = value
      return value
    })
  }
  return values
}
