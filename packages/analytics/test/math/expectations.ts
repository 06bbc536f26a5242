import { expect } from 'vitest'

/** Within a distance. */
export const near = (actual: number | undefined, expected: number, distance: number): void =>
  expect(Math.abs((actual ?? Number.NaN) - expected), `${actual} for ${expected}`).toBeLessThanOrEqual(distance)

/** Within a part of what is expected. */
export const nearly = (actual: number | undefined, expected: number, part: number): void =>
  near(actual, expected, part * Math.abs(expected))

/** The result of a fit that must not be insufficient. */
export function enough<Model extends { readonly status: string }>(
  model: Model,
): Exclude<Model, { readonly status: 'insufficient' }> {
  expect(model.status).not.toBe('insufficient')
  return model as Exclude<Model, { readonly status: 'insufficient' }>
}
