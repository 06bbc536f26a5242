import type { Box } from '../optimize/index.ts'
import type { Collapsed } from './collapse.ts'
import type { BtydRow } from './summary.ts'

/** A story of how customers buy and stop: what the fit and the predictions need of it. Parameters come in the order of `names`. */
export interface Process {
  readonly names: readonly string[]
  /** Where the search may go; `span` is the longest time seen: a scale is nothing without its unit. */
  bounds(span: number): Box
  starts(data: Collapsed): readonly (readonly number[])[]
  /** The log-likelihood, and its derivative by each parameter where that is known by a formula. */
  logLik(data: Collapsed, p: readonly number[]): { readonly value: number; readonly gradient?: readonly number[] }
  /** Purchases of a new customer by time t after his first. */
  expected(p: readonly number[], t: number): number
  pAlive(p: readonly number[], row: BtydRow): number
  /** Purchases in a time t from now, of a customer who is alive. */
  expectedAlive(p: readonly number[], row: BtydRow, t: number): number
  /** The probability that he makes none. */
  pNoneAlive(p: readonly number[], row: BtydRow, t: number): number
}

/** Shapes may be nearly nothing or nearly a constant; so may the mean time between purchases and until dropout. */
export const shape: readonly [number, number] = [1e-4, 1e4]
export const scale = (span: number): readonly [number, number] => [1e-5 * span, 1e5 * span]

export const box = (...bounds: readonly (readonly [number, number])[]): Box => ({
  lower: bounds.map(([lower]) => lower),
  upper: bounds.map(([, upper]) => upper),
})
