/** How a subject did a work: ratios are to `raw` in the same round. */
export interface Measured {
  readonly subject: string
  readonly medianMs: number
  readonly p99Ms: number
  readonly ratioToRaw: number
  /** The smallest and the greatest ratio of a round: how far to trust the one between. */
  readonly spread: readonly [number, number]
}

/** What comes of the times of all rounds and the ratio of each. */
export function figuresOf(subject: string, times: readonly number[], ratios: readonly number[]): Measured {
  return {
    subject,
    medianMs: median(times),
    p99Ms: quantile(times, 0.99),
    ratioToRaw: median(ratios),
    spread: [quantile(ratios, 0), quantile(ratios, 1)],
  }
}

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5)

export const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length

export function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
